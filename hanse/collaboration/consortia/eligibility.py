"""Whether a consortium meets the rules of a call, and what is missing where it does not."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from hanse.collaboration.consortia.call_rules import (
    DOCUMENT_WORDS,
    STAGE_WORDS,
    AllowedRule,
    CountriesRule,
    DocumentRule,
    DurationRule,
    LabelsRule,
    PartnersRule,
    ProfilesRule,
    Rule,
    StagesRule,
    TargetsRule,
)
from hanse.collaboration.consortia.calls import Call
from hanse.foundation.geography import countries
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _


class Standing(StrEnum):
    """How a consortium stands to a rule."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"
    """What is on record does not say."""


@dataclass(frozen=True, slots=True)
class PartnerFacts:
    """What is known of a partner. country: code, "" not known. None where not known.

    labels: levels of the labels it holds. profile: whether its profile is published.
    """

    name: str
    country: str
    cluster: bool
    profile: bool | None
    labels: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class ConsortiumFacts:
    """What is known of a consortium, or of an exchange.

    targets: codes of target countries; None where not known. documents: code -> whether it is
    there; one that is not named is not known. days: how long it lasts, first and last day counted.
    stages: those gone through, in the order they were.
    """

    partners: tuple[PartnerFacts, ...]
    targets: frozenset[str] | None = None
    documents: Mapping[str, bool] = field(default_factory=dict)
    days: int | None = None
    stages: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """How a consortium stands to one rule. missing: what is missing, in words; None where met."""

    rule: Rule
    standing: Standing
    missing: Sentence | None = None

    @property
    def asks(self) -> Sentence:
        """What the rule asks."""
        return self.rule.sentence()


def check(call: Call, facts: ConsortiumFacts) -> list[Finding]:
    """How the consortium stands to every rule of `call`, in the order of the call."""
    return [_CHECKS[type(rule)](rule, facts) for rule in call.rules]


def eligible(findings: Iterable[Finding]) -> Standing:
    """How the consortium stands to the call: unmet if one required rule is, else unknown if one."""
    required = [each.standing for each in findings if each.rule.required]
    for standing in (Standing.UNMET, Standing.UNKNOWN):
        if standing in required:
            return standing
    return Standing.MET


def third_countries(targets: Iterable[str]) -> frozenset[str]:
    """Those of `targets` that lie outside the European Union."""
    known = countries()
    return frozenset(code for code in targets if code not in known or known[code].standing != "EU")


def _met(rule: Rule) -> Finding:
    return Finding(rule, Standing.MET)


def _unmet(rule: Rule, text: str, **values: Any) -> Finding:
    return Finding(rule, Standing.UNMET, Sentence(text, values))


def _unknown(rule: Rule, text: str, **values: Any) -> Finding:
    return Finding(rule, Standing.UNKNOWN, Sentence(text, values))


def _named(partners: Iterable[PartnerFacts]) -> str:
    return ", ".join(sorted(each.name for each in partners))


def _partners(rule: PartnersRule, facts: ConsortiumFacts) -> Finding:
    count = len(facts.partners)
    if rule.least is not None and count < rule.least:
        return _unmet(rule, _("Partners missing: {count}."), count=rule.least - count)
    if rule.most is not None and count > rule.most:
        return _unmet(rule, _("Partners too many: {count}."), count=count - rule.most)
    others = [each for each in facts.partners if not each.cluster]
    if rule.clusters_only and others:
        return _unmet(rule, _("No cluster organisation: {names}."), names=_named(others))
    return _met(rule)


def _countries(rule: CountriesRule, facts: ConsortiumFacts) -> Finding:
    known = {each.country for each in facts.partners if each.country}
    blank = [each for each in facts.partners if not each.country]
    if len(known) >= rule.least:
        return _met(rule)
    if len(known) + len(blank) >= rule.least:
        return _unknown(rule, _("Country not known: {names}."), names=_named(blank))
    return _unmet(rule, _("Countries missing: {count}."), count=rule.least - len(known))


def _allowed(rule: AllowedRule, facts: ConsortiumFacts) -> Finding:
    blank = [each for each in facts.partners if not each.country]
    outside = [each for each in facts.partners if each.country and not rule.allows(each.country)]
    if outside:
        return _unmet(
            rule, _("From a country that cannot take part: {names}."), names=_named(outside)
        )
    if blank:
        return _unknown(rule, _("Country not known: {names}."), names=_named(blank))
    return _met(rule)


def _targets(rule: TargetsRule, facts: ConsortiumFacts) -> Finding:
    if facts.targets is None:
        return _unknown(rule, _("Target countries are not on record."))
    count = len(third_countries(facts.targets))
    if rule.least is not None and count < rule.least:
        return _unmet(rule, _("Target third countries missing: {count}."), count=rule.least - count)
    if rule.most is not None and count > rule.most:
        return _unmet(rule, _("Target third countries too many: {count}."), count=count - rule.most)
    return _met(rule)


def _profiles(rule: ProfilesRule, facts: ConsortiumFacts) -> Finding:
    without = [each for each in facts.partners if each.profile is False]
    if without:
        return _unmet(rule, _("Without a published profile: {names}."), names=_named(without))
    unsure = [each for each in facts.partners if each.profile is None]
    if unsure:
        return _unknown(rule, _("Not known whether registered: {names}."), names=_named(unsure))
    return _met(rule)


def _labels(rule: LabelsRule, facts: ConsortiumFacts) -> Finding:
    counted = unsure = 0
    for each in facts.partners:
        if each.labels is None:
            unsure += 1
        elif each.labels & set(rule.levels) if rule.levels else each.labels:
            counted += 1
    if counted >= rule.least:
        return _met(rule)
    short = rule.least - counted
    if unsure >= short:
        return _unknown(rule, _("Not known of {count} partners."), count=unsure)
    return _unmet(rule, _("Partners with a label missing: {count}."), count=short)


def _document(rule: DocumentRule, facts: ConsortiumFacts) -> Finding:
    there = facts.documents.get(rule.document)
    if there:
        return _met(rule)
    words = Sentence(DOCUMENT_WORDS[rule.document])
    if there is None:
        return _unknown(rule, _("Not on record: {what}."), what=words)
    return _unmet(rule, _("Missing: {what}."), what=words)


def _duration(rule: DurationRule, facts: ConsortiumFacts) -> Finding:
    if facts.days is None:
        return _unknown(rule, _("Start or end is not on record."))
    if rule.least is not None and facts.days < rule.least:
        return _unmet(rule, _("Too short by {count} days."), count=rule.least - facts.days)
    if rule.most is not None and facts.days > rule.most:
        return _unmet(rule, _("Too long by {count} days."), count=facts.days - rule.most)
    return _met(rule)


def _stages(rule: StagesRule, facts: ConsortiumFacts) -> Finding:
    if facts.stages is None:
        return _unknown(rule, _("Stages are not on record."))
    gone = [each for each in facts.stages if each in rule.stages]
    if gone != list(rule.stages[: len(gone)]):
        return _unmet(rule, _("The stages were not gone through in their order."))
    if len(gone) < len(rule.stages):
        ahead = Sentence(STAGE_WORDS[rule.stages[len(gone)]])
        return _unmet(rule, _("The next stage is: {stage}."), stage=ahead)
    return _met(rule)


_CHECKS: Final[Mapping[type, Callable[[Any, ConsortiumFacts], Finding]]] = {
    PartnersRule: _partners,
    CountriesRule: _countries,
    AllowedRule: _allowed,
    TargetsRule: _targets,
    ProfilesRule: _profiles,
    LabelsRule: _labels,
    DocumentRule: _document,
    DurationRule: _duration,
    StagesRule: _stages,
}
