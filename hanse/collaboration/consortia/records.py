"""Consortia on record: what a public source says of them, and no more."""

from datetime import date
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from hanse.foundation.reference import reference_path
from hanse.foundation.toml_file import read_toml

_WHAT: Final = "The list of consortia on record"

Text = Annotated[str, Field(min_length=1)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RecordedMember(_Part):
    """A member as the source names it."""

    name: Text
    country: Country


class RecordedConsortium(_Part):
    """A consortium as the source names it. begins: None where not found.

    countries: as the source prints them, also where members are not known.
    """

    name: Text
    title: Text
    countries: Annotated[tuple[Country, ...], Field(min_length=1)]
    members: tuple[RecordedMember, ...] = ()
    begins: date | None = None
    source: Text


class RecordedConsortia(_Part):
    """The whole list."""

    consortia: tuple[RecordedConsortium, ...]


def recorded_consortia(path: Path | None = None) -> tuple[RecordedConsortium, ...]:
    """The consortia on record. Raises `HanseError` with the line of every fault.

    path: of another file of the same form.
    """
    found = read_toml(path or reference_path("collaboration/consortia/records.toml"), what=_WHAT)
    return found.checked(RecordedConsortia, what=_WHAT).consortia
