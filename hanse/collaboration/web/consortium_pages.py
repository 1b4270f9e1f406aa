"""What pages of a consortium share: its head, its tabs, the check of its call."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanse.collaboration.consortia.calls import Call, call_of
from hanse.collaboration.consortia.eligibility import (
    ConsortiumFacts,
    Finding,
    Standing,
    check,
    eligible,
)
from hanse.collaboration.web.consortium_facts import consortium_facts
from hanse.collaboration.web.consortium_permits import Standpoint, standpoint
from hanse.collaboration.web.consortium_words import STATE_TONES, said
from hanse.collaboration.web.models.consortia import Consortium
from hanse.foundation.web.models.people import Somebody

STANDING_WORDS: Final[dict[Standing, str | Promise]] = {
    Standing.MET: gettext_lazy("met"),
    Standing.UNMET: gettext_lazy("not met"),
    Standing.UNKNOWN: gettext_lazy("not known"),
}
STANDING_TONES: Final = {Standing.MET: "good", Standing.UNMET: "bad", Standing.UNKNOWN: "warn"}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """How a consortium stands to one rule. missing: in words; "" where it is met."""

    asks: str
    required: bool
    words: str
    tone: str
    missing: str


@dataclass(frozen=True, slots=True)
class CallCheck:
    """How a consortium stands to a call."""

    call: Call
    lines: list[RuleLine]
    verdict: str
    tone: str


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of a consortium's pages."""

    label: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The head of a consortium's pages. at: what the reader is to it."""

    consortium: Consortium
    at: Standpoint
    tone: str
    tabs: list[Tab]


def visible_consortium(person: Somebody, slug: str) -> Consortium:
    """The consortium of an address. Raises `Http404` unless `person` may see it."""
    found: Consortium = get_object_or_404(Consortium.objects.visible_to(person), slug=slug)
    return found


def inner_consortium(person: Somebody, slug: str) -> Consortium:
    """The same for pages of members. Raises `Http404` for who does not belong to it."""
    found: Consortium = get_object_or_404(Consortium.objects.inside(person), slug=slug)
    return found


def frame(person: Somebody, consortium: Consortium, here: str) -> Frame:
    """The head of a page. here: URL name of the part."""
    at = standpoint(person, consortium)
    parts = [("consortium", _("Profile"))]
    if at.inside:
        parts += [
            ("consortium_members", _("Members")),
            ("consortium_plan", _("Work plan")),
            ("consortium_strategy", _("Strategy")),
            ("consortium_call", _("Call")),
        ]
    tabs = [
        Tab(label, reverse(name, args=[consortium.slug]), name == here) for name, label in parts
    ]
    tone = STATE_TONES[consortium.state]
    return Frame(consortium, at, tone, tabs if len(tabs) > 1 else [])


def call_check(consortium: Consortium, code: str = "") -> CallCheck | None:
    """How `consortium` stands to a call, its own where none is named; None without one."""
    call = call_of(code or consortium.call) if code or consortium.call else None
    return checked(call, consortium_facts(consortium)) if call else None


def checked(call: Call, facts: ConsortiumFacts) -> CallCheck:
    """How facts stand to `call`, in words."""
    findings = check(call, facts)
    standing = eligible(findings)
    verdict = {
        Standing.MET: _("All rules that are required are met."),
        Standing.UNMET: _("Rules that are required are not met yet."),
        Standing.UNKNOWN: _("Of some rules it is not known whether they are met."),
    }[standing]
    return CallCheck(call, rule_lines(findings), verdict, STANDING_TONES[standing])


def rule_lines(findings: Sequence[Finding]) -> list[RuleLine]:
    """Findings in words. What is encouraged and not met is a hint, not a fault."""
    return [
        RuleLine(
            said(each.asks),
            each.rule.required,
            str(STANDING_WORDS[each.standing]),
            STANDING_TONES[each.standing]
            if each.rule.required or each.standing is Standing.MET
            else "neutral",
            said(each.missing) if each.missing else "",
        )
        for each in findings
    ]
