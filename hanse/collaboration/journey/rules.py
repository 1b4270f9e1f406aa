"""The rules of the journey as data: weights, generations and next steps, each with its reason."""

from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hanse.collaboration.journey.evidence import EvidenceKind
from hanse.foundation.reference import reference_path
from hanse.foundation.toml_file import read_toml

GENERATIONS: Final = (1, 2, 3)

Number = Literal[1, 2, 3]
Months = Annotated[int, Field(ge=0, le=600)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Weight(_Strict):
    """What one piece of evidence of a kind weighs; lasting: it goes on until said to have ended."""

    kind: EvidenceKind
    weight: Annotated[float, Field(gt=0)]
    lasting: bool
    reason: str


class Way(_Strict):
    """One way for a pair to reach a generation.

    least: so many pieces of evidence of `kinds`, each of at least `least_parties` from
    `least_countries`, the first `after_months` months ago.
    """

    code: str
    kinds: tuple[EvidenceKind, ...]
    least: Annotated[int, Field(ge=1)] = 1
    least_parties: int = 2
    least_countries: int = 1
    after_months: Months = 0
    reason: str


class ConsortiumWay(_Strict):
    """One way for a consortium to reach a generation.

    running_months: since it was formed. tied_share: of the pairs of its parties that have reached
    `tied_generation` by evidence other than this consortium.
    """

    code: str
    least_parties: int = 2
    least_countries: int = 1
    running_months: Months = 0
    tied_share: Annotated[float, Field(ge=0, le=1)] = 0.0
    tied_generation: Number = 1
    reason: str


class Generation(_Strict):
    """A generation of pairs and the ways to it."""

    number: Number
    code: str
    way: tuple[Way, ...]


class ConsortiumGeneration(_Strict):
    """A generation of consortia and the ways to it."""

    number: Number
    code: str
    way: tuple[ConsortiumWay, ...]


class NextStep(_Strict):
    """What to suggest to a pair of some generation.

    having: at least one piece of evidence of these kinds is on record; missing: none of these.
    quiet: None for any.
    """

    code: str
    generations: tuple[Number, ...]
    having: tuple[EvidenceKind, ...] = ()
    missing: tuple[EvidenceKind, ...] = ()
    quiet: bool | None = None
    text: str
    reason: str


class JourneyRules(_Strict):
    """All rules of one version."""

    version: str
    decided_by: str
    quiet_after_months: Annotated[int, Field(ge=1)]
    half_life_months: Annotated[int, Field(ge=1)]
    weight: tuple[Weight, ...]
    generation: tuple[Generation, ...]
    consortium: tuple[ConsortiumGeneration, ...]
    next: tuple[NextStep, ...]

    @model_validator(mode="after")
    def _whole(self) -> "JourneyRules":
        if {each.kind for each in self.weight} != set(EvidenceKind):
            raise ValueError("Every kind of evidence has one weight.")
        for name, listed in (("generation", self.generation), ("consortium", self.consortium)):
            if tuple(each.number for each in listed) != GENERATIONS:
                raise ValueError(f"There are the {name}s 1, 2 and 3, in this order.")
        for number in GENERATIONS:
            if (
                not any(
                    number in each.generations and not each.having and not each.missing
                    for each in self.next
                    if each.quiet is None
                )
                and number != 1
            ):
                raise ValueError(f"Generation {number} has no next step that always fits.")
        return self

    @cached_property
    def weights(self) -> Mapping[EvidenceKind, Weight]:
        """The weight of each kind."""
        return {each.kind: each for each in self.weight}


def read_rules(path: Path) -> JourneyRules:
    """Rules from a file. Raises `HanseError` with file, line and field for what is wrong."""
    what = "The file of the journey's rules"
    return read_toml(path, what=what).checked(JourneyRules, what=what)


@lru_cache(maxsize=1)
def journey_rules() -> JourneyRules:
    """The rules this installation comes with."""
    return read_rules(reference_path("collaboration/journey/rules.toml"))
