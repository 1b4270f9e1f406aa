"""Questions to the register and the shapes of its answers, as the OpenAPI document tells them."""

from datetime import date, datetime
from typing import Annotated, Final, Literal

from ninja import Schema
from pydantic import ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from hanse.observatory.web.api.asked import Codes

_NUMBER: Final = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,29}$"
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2199, 12, 31)
_DAY: Final = r"^(199[0-9]|2[01][0-9]{2})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
"""The same two bounds in words that JSON Schema has for a date."""
_FARTHEST: Final = 100_000_000

Number = Annotated[str, Field(pattern=_NUMBER, examples=["HL-2026-0001"])]
Day = Annotated[
    date,
    Field(
        ge=_FIRST_DAY,
        le=_LAST_DAY,
        examples=["2026-11-27"],
        description="A day.",
        json_schema_extra={"pattern": _DAY},
    ),
]
Standing = Literal["not_yet", "valid", "suspended", "expired", "succeeded", "revoked"]
EventName = Literal[
    "awarded",
    "renewed",
    "succeeded",
    "suspended",
    "revoked",
    "reinstated",
    "lapsed",
    "corrected",
]


class RegisterList(Schema):
    """A question whose answer is a table of the register."""

    format: Literal["json", "csv"] | SkipJsonSchema[None] = Field(
        None, description="Goes before the Accept header."
    )
    limit: int = Field(100, ge=1, le=10_000, description="Most rows of an answer in JSON.")
    offset: int = Field(
        0, ge=0, le=_FARTHEST, description="Rows to leave out before the first, in JSON."
    )


class LabelsAsked(RegisterList):
    """Which labels."""

    q: Annotated[str, Field(max_length=100)] = Field(
        "", description="Part of the holder's name or of the number.", examples=["timber"]
    )
    country: Codes = Field([], description="Countries as in NUTS, such as AT or EL.")
    field: Codes = Field([], description="Technology fields, such as construction.")
    level: Codes = Field([], description="Levels, such as gold.")
    on: Day | SkipJsonSchema[None] = Field(
        None, description="The day the labels stand on; today where not said."
    )
    valid: Literal["yes", "any"] = Field(
        "yes", description="yes: only labels valid on that day; any: all of them."
    )


class ValidityAsked(Schema):
    """On which day, and as known when."""

    on: Day = Field(description="The day in question.")
    known_on: Day | SkipJsonSchema[None] = Field(
        None, description="Without what was entered after this day; all of it where not said."
    )


class CountsAsked(Schema):
    """Of which day."""

    on: Day | SkipJsonSchema[None] = Field(None, description="Today where not said.")


class EntriesAsked(RegisterList):
    """Which entries."""

    after: int = Field(
        0, ge=0, le=_FARTHEST, description="Only entries with a higher number than this."
    )


class Label(Schema):
    """A label as it stands on a day."""

    label: str = Field(description="Its number.")
    holder: str
    country: str = Field(description="Code as in NUTS.")
    country_name: str
    field: str
    field_name: str
    website: str
    scheme: str
    scheme_version: str
    level: str
    level_name: str
    awarded: date
    valid_from: date
    valid_until: date = Field(description="The last day.")
    standing: Standing
    as_of: date = Field(description="The day of `standing`.")
    renews: str = Field(description="The number of the label it took the place of.")
    fictitious: bool = Field(description="Made up, to show how the site works.")


class RegisterPage(Schema):
    """Some rows of the register."""

    total: int
    limit: int
    offset: int
    next: str | None = Field(description="Address of the next rows; null after the last.")
    previous: str | None


class LabelPage(RegisterPage):
    """Labels."""

    items: list[Label]


class RegisterEntryShape(Schema):
    """An entry as it is hashed, and its hash."""

    model_config = ConfigDict(title="RegisterEntry")

    sequence: int
    label: str
    event: EventName
    on: date = Field(description="The day it takes effect.")
    entered: datetime
    facts: dict[str, str | bool | int | None]
    previous: str = Field(description="Hash of the entry before.")
    hash: str


class EntryPage(RegisterPage):
    """Entries in their order."""

    genesis: str = Field(description="What stands before the first entry.")
    head: str = Field(description="Hash of the last entry.")
    items: list[RegisterEntryShape]


class LabelInFull(Label):
    """A label with its history."""

    history: list[RegisterEntryShape]
    badge: str | None = Field(description="Address of its signed badge.")
    page: str = Field(description="Address of its page.")


class Validity(Schema):
    """Whether a label was valid on a day."""

    label: str
    on: date
    known_on: date | None
    valid: bool
    standing: Standing
    valid_from: date
    valid_until: date
    level: str
    holder: str
    entry: int = Field(description="Number of the last entry that bears on it.")
    head: str = Field(description="Hash of the last entry of the register that answered.")


class YearOfLabels(Schema):
    """A year: labels awarded in it, and valid on its last day or today."""

    year: int
    as_of: date
    awarded: dict[str, int]
    valid: dict[str, int]
    holders: int
    countries: int


class EarlierTotal(Schema):
    """A total that others published; not of this register."""

    what: Literal["benchmarked", "bronze", "gold"]
    number: int
    bound: Literal["exactly", "over", "about"]
    when: str
    countries: int | None
    source: str


class RegisterCountsShape(Schema):
    """Counts of the register on a day."""

    model_config = ConfigDict(title="RegisterCounts")

    on: date
    labels: int
    holders: int
    by_country: dict[str, int]
    by_field: dict[str, int]
    by_level: dict[str, int]
    years: list[YearOfLabels]
    earlier: list[EarlierTotal]
