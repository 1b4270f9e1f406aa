"""The kinds of rule a call for consortia can have, each as it stands in the file of a call."""

from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hanse.foundation.beyond_nuts import other_countries
from hanse.foundation.geography import countries
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=1, le=1000)]

Standing = Literal["EU", "EFTA", "candidate", "potential candidate", "other"]
Document = Literal["partnership_agreement", "strategy", "roadmap", "activities", "scoreboard"]
Stage = Literal["register", "match", "build", "finalise"]

DOCUMENT_WORDS: Final[dict[str, str]] = {
    "partnership_agreement": _("a signed partnership agreement"),
    "strategy": _("a joint internationalisation strategy approved by all members"),
    "roadmap": _("a roadmap: a work plan whose tasks have a lead, a start and an end"),
    "activities": _("activities with partners in the target countries"),
    "scoreboard": _("a scoreboard: indicators with a target in the approved strategy"),
}
"""What a document is called in a sentence."""

STAGE_WORDS: Final[dict[str, str]] = {
    "register": _("register"),
    "match": _("match"),
    "build": _("build"),
    "finalise": _("finalise"),
}
"""Stages of an exchange."""


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    strength: Literal["required", "encouraged"] = "required"

    @property
    def required(self) -> bool:
        """Whether a consortium that does not meet it is not eligible."""
        return self.strength == "required"


class _Bounded(_Rule):
    least: Count | None = None
    most: Count | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.least is None and self.most is None:
            raise ValueError("least, most: say one of them at least")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError("least: above most")
        return self

    def bounds(self) -> dict[str, int]:
        """The bounds by name, as sentences name them."""
        named = {"least": self.least, "most": self.most}
        return {name: value for name, value in named.items() if value is not None}

    def pick(self, least: str, most: str, both: str) -> Sentence:
        """The sentence for the bounds there are."""
        if self.least is None:
            return Sentence(most, self.bounds())
        return Sentence(least if self.most is None else both, self.bounds())


class PartnersRule(_Bounded):
    """How many partners. clusters_only: all must be cluster organisations."""

    kind: Literal["partners"]
    clusters_only: bool = False

    def sentence(self) -> Sentence:
        """What the rule asks."""
        if self.clusters_only:
            return self.pick(
                _("At least {least} partners, all cluster organisations"),
                _("At most {most} partners, all cluster organisations"),
                _("{least} to {most} partners, all cluster organisations"),
            )
        return self.pick(
            _("At least {least} partners"),
            _("At most {most} partners"),
            _("{least} to {most} partners"),
        )


class CountriesRule(_Rule):
    """From how many different countries partners come."""

    kind: Literal["countries"]
    least: Count

    def sentence(self) -> Sentence:
        """What the rule asks."""
        return Sentence(_("Partners from at least {least} countries"), {"least": self.least})


class AllowedRule(_Rule):
    """Countries that partners may come from: by standing, and one by one."""

    kind: Literal["allowed"]
    standings: tuple[Standing, ...] = ()
    countries: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _known(self) -> Self:
        if not self.standings and not self.countries:
            raise ValueError("standings, countries: name one at least")
        unknown = [
            code
            for code in self.countries
            if code not in countries() and code not in other_countries()
        ]
        if unknown:
            raise ValueError(f"countries: there is no country {', '.join(unknown)}")
        return self

    def allows(self, country: str) -> bool:
        """Whether a partner from `country` may take part."""
        known = countries().get(country)
        return country in self.countries or (known is not None and known.standing in self.standings)

    def sentence(self) -> Sentence:
        """What the rule asks."""
        if self.standings == ("EU",) and not self.countries:
            return Sentence(_("All partners from the European Union"))
        return Sentence(_("All partners from the European Union or countries associated to it"))


class TargetsRule(_Bounded):
    """How many target third countries: countries outside the European Union."""

    kind: Literal["targets"]

    def sentence(self) -> Sentence:
        """What the rule asks."""
        return self.pick(
            _("At least {least} target third countries"),
            _("No more than {most} target third countries"),
            _("{least} to {most} target third countries"),
        )


class ProfilesRule(_Rule):
    """Every partner has a published profile in the directory."""

    kind: Literal["profiles"]

    def sentence(self) -> Sentence:
        """What the rule asks."""
        return Sentence(_("Every partner has a registered profile"))


class LabelsRule(_Rule):
    """How many partners hold a label for excellence. levels: which count; none means any."""

    kind: Literal["labels"]
    least: Count
    levels: tuple[Code, ...] = ()

    def sentence(self) -> Sentence:
        """What the rule asks."""
        values = {"least": self.least, "levels": ", ".join(self.levels)}
        if self.levels:
            return Sentence(_("At least {least} partners hold a label: {levels}"), values)
        return Sentence(_("At least {least} partners hold a label"), values)


class DocumentRule(_Rule):
    """Something that must be there, such as the strategy."""

    kind: Literal["document"]
    document: Document

    def sentence(self) -> Sentence:
        """What the rule asks."""
        return Sentence(_("There is {what}"), {"what": Sentence(DOCUMENT_WORDS[self.document])})


class DurationRule(_Bounded):
    """How long it lasts, in days."""

    kind: Literal["duration"]
    unit: Literal["days"]

    def sentence(self) -> Sentence:
        """What the rule asks."""
        return self.pick(
            _("Lasts at least {least} days"),
            _("Lasts at most {most} days"),
            _("Lasts {least} to {most} days"),
        )


class StagesRule(_Rule):
    """Stages that are gone through in this order."""

    kind: Literal["stages"]
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _once(self) -> Self:
        if len(set(self.stages)) != len(self.stages):
            raise ValueError("stages: one stands there twice")
        return self

    def sentence(self) -> Sentence:
        """What the rule asks."""
        return Sentence(_("All stages are gone through, in their order"))


Rule = Annotated[
    PartnersRule
    | CountriesRule
    | AllowedRule
    | TargetsRule
    | ProfilesRule
    | LabelsRule
    | DocumentRule
    | DurationRule
    | StagesRule,
    Field(discriminator="kind"),
]
"""A rule of a call; `kind` says which fields it has."""
