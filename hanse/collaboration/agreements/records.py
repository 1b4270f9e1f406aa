"""The agreements and missions on record from public sources: two files, read and checked."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from hanse.collaboration.agreements.partial_dates import PartialDate, in_order
from hanse.collaboration.agreements.states import Kind, State
from hanse.foundation.problems import HanseError
from hanse.foundation.reference import reference_path
from hanse.foundation.toml_file import read_toml

Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


def _read_date(value: object) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    if not isinstance(value, str):
        raise ValueError("write dates as text, such as 2013-12")
    return PartialDate.parse(value)


Day = Annotated[PartialDate, BeforeValidator(_read_date)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Strict):
    """A public source: what it is, and where it can be read, "" for nowhere on the web."""

    code: Key
    title: Text
    address: Annotated[str, Field(pattern=r"^(https?://\S+)?$", max_length=500)] = ""


class Organisation(_Strict):
    """An organisation that a source names as a party."""

    code: Key
    name: Text
    kind: Literal["cluster", "firm", "research", "public", "partner"]
    country: Country


class Agreement(_Strict):
    """An agreement as a source has it.

    state: None where the source does not say. countries: those outside the European Union it is
    with. parties: codes of organisations; european_side, other_side: sides that the source names
    otherwise. place: where it was signed, or what else is known of a place.
    """

    key: Key
    title: Text
    kind: Kind
    countries: Annotated[tuple[Country, ...], Field(min_length=1)]
    parties: tuple[Key, ...]
    source: Key
    state: State | None = None
    european_side: str = ""
    other_side: str = ""
    place: str = ""
    scope: str = ""
    signed_on: Day | None = None
    in_force_on: Day | None = None
    ends_on: Day | None = None
    extended_on: tuple[Day, ...] = ()

    @model_validator(mode="after")
    def _dates_fit(self) -> Self:
        if not in_order((self.signed_on, self.in_force_on, self.ends_on)):
            raise ValueError("dates are not in order: signed, in force, end")
        if not in_order((self.signed_on, *self.extended_on)):
            raise ValueError("extensions are not in order, or before the signature")
        if self.extended_on and self.state is not State.EXTENDED:
            raise ValueError("an extension is on record, so the state is extended")
        return self


class Figure(_Strict):
    """How many there were. bound: "at_least" or "about" where the source says so."""

    what: Literal["clusters", "clusters_europe", "clusters_elsewhere", "organisations", "meetings"]
    number: Annotated[int, Field(ge=0)]
    bound: Literal["", "at_least", "about"] = ""


class Mission(_Strict):
    """A mission as a source has it. country: "" for none or several. agreement: held under it."""

    key: Key
    title: Text
    status: Literal["held", "planned"]
    source: Key
    begins: Day | None = None
    ends: Day | None = None
    place: str = ""
    country: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    theme: str = ""
    agreement: str = ""
    figures: tuple[Figure, ...] = ()

    @model_validator(mode="after")
    def _dates_fit(self) -> Self:
        if not in_order((self.begins, self.ends)):
            raise ValueError("it ends before it begins")
        return self


class AgreementRecords(_Strict):
    """The file of agreements."""

    sources: tuple[Source, ...]
    organisations: tuple[Organisation, ...]
    agreements: tuple[Agreement, ...]

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        _check_once("source", [each.code for each in self.sources])
        _check_once("organisation", [each.code for each in self.organisations])
        _check_once("agreement", [each.key for each in self.agreements])
        _check_known("source", self.sources, [each.source for each in self.agreements])
        named = [code for each in self.agreements for code in each.parties]
        _check_known("organisation", self.organisations, named)
        return self


class MissionRecords(_Strict):
    """The file of missions."""

    sources: tuple[Source, ...]
    missions: tuple[Mission, ...]

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        _check_once("source", [each.code for each in self.sources])
        _check_once("mission", [each.key for each in self.missions])
        _check_known("source", self.sources, [each.source for each in self.missions])
        return self


class Records(_Strict):
    """Everything on record; sources by code of each file."""

    agreements: AgreementRecords
    missions: MissionRecords


_FOLDER: Final = "collaboration/agreements"
Model = TypeVar("Model", bound=BaseModel)


@cache
def records() -> Records:
    """The records that come with Hanse."""
    return read_records(reference_path(_FOLDER))


def read_records(folder: Path) -> Records:
    """The records in `folder`: records.toml and missions.toml.

    Raises `HanseError` with file and line for what is missing, unknown, twice, or out of order.
    """
    agreements = _read(folder / "records.toml", AgreementRecords, "The file of agreements")
    missions = _read(folder / "missions.toml", MissionRecords, "The file of missions")
    known = {each.key for each in agreements.agreements}
    for mission in missions.missions:
        if mission.agreement and mission.agreement not in known:
            raise HanseError(
                f"The mission {mission.key} names the agreement {mission.agreement}, which is not "
                "on record.",
                where=str(folder / "missions.toml"),
                remedy=f"Agreements on record: {', '.join(sorted(known))}.",
            )
    return Records(agreements=agreements, missions=missions)


def _read(path: Path, model: type[Model], what: str) -> Model:
    return read_toml(path, what=what).checked(model, what=what)


def _check_once(what: str, codes: Sequence[str]) -> None:
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise ValueError(f"{what} given twice: {', '.join(twice)}")


def _check_known(what: str, known: Iterable[Source | Organisation], named: Iterable[str]) -> None:
    unknown = sorted(set(named) - {each.code for each in known})
    if unknown:
        raise ValueError(f"unknown {what}: {', '.join(unknown)}")
