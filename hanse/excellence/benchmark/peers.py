"""Who is compared with whom: traits of participants, and ladders of ever wider peer groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from hanse.excellence.criteria.answers import Answer

Trait = Literal["field", "country", "macro_region", "age", "size"]
TRAITS: Final[tuple[Trait, ...]] = get_args(Trait)


@dataclass(frozen=True, slots=True)
class Participant:
    """One benchmarked organisation with its answers.

    field: code of its technology field. country, macro_region: codes, see `data/excellence`.
    founded: year. size: committed members. answers: by code of the question. version: which of its
    benchmarkings the answers are from; other answers have another version. "" or None: not known.
    """

    id: str
    field: str
    country: str
    macro_region: str
    founded: int | None
    size: float | None
    answers: Mapping[str, Answer]
    version: str = ""

    @property
    def key(self) -> str:
        """Names this set of answers of this participant."""
        return f"{self.id}@{self.version}"


@dataclass(frozen=True, slots=True)
class Band:
    """A range of ages or sizes: from `low` to below `high`; None is open."""

    code: str
    low: float | None = None
    high: float | None = None

    def holds(self, value: float) -> bool:
        """Whether `value` lies in the band."""
        return (self.low is None or value >= self.low) and (self.high is None or value < self.high)


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """The participants that share all of these traits; without any, all participants."""

    traits: tuple[tuple[Trait, str], ...] = ()

    @property
    def code(self) -> str:
        """Such as `field=ict&country=DE`; `all` for everybody."""
        return "&".join(f"{trait}={value}" for trait, value in self.traits) or "all"

    @classmethod
    def from_code(cls, code: str) -> "Group":
        """The group that has this code. Raises ValueError for anything else."""
        if code == "all":
            return cls()
        pairs = [part.partition("=") for part in code.split("&")]
        if any(name not in TRAITS or not value for name, _is, value in pairs):
            raise ValueError(f"{code!r} is no peer group")
        known: dict[str, Trait] = {trait: trait for trait in TRAITS}
        return cls(tuple((known[name], value) for name, _is, value in pairs))

    def holds(self, traits: Mapping[Trait, str]) -> bool:
        """Whether a participant with these traits belongs to the group."""
        return all(traits.get(trait) == value for trait, value in self.traits)


EVERYBODY: Final = Group()


@dataclass(frozen=True, slots=True)
class Ladder:
    """Ways to choose peers, the narrowest first: the traits that must agree at each step."""

    code: str
    steps: tuple[tuple[Trait, ...], ...]

    def groups(self, traits: Mapping[Trait, str]) -> list[Group]:
        """A participant's peer groups, the narrowest first.

        A step that asks for a trait the participant does not have is left out.
        """
        return [
            Group(tuple((trait, traits[trait]) for trait in step))
            for step in self.steps
            if all(traits.get(trait) for trait in step)
        ]


def traits_of(
    participant: Participant,
    *,
    year: int,
    ages: tuple[Band, ...],
    sizes: tuple[Band, ...],
) -> dict[Trait, str]:
    """The traits of a participant in `year`; those that are not known are left out.

    Age is full years since the year of founding; both in the bands given.
    """
    age = None if participant.founded is None else year - participant.founded
    found: dict[Trait, str] = {
        "field": participant.field,
        "country": participant.country,
        "macro_region": participant.macro_region,
        "age": _band(age, ages),
        "size": _band(participant.size, sizes),
    }
    return {trait: value for trait, value in found.items() if value}


def _band(value: float | None, bands: tuple[Band, ...]) -> str:
    if value is None:
        return ""
    return next((band.code for band in bands if band.holds(value)), "")
