"""Agreements that everybody may see, in the API."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from hanse.collaboration.web.agreement_lines import (
    COLUMNS,
    Line,
    line_row,
    public_lines,
)
from hanse.collaboration.web.row_answers import row_answer
from hanse.observatory.web.api.answers import check_words
from hanse.observatory.web.api.asked import Codes

router = Router(tags=["agreements"])

StateName = Literal[
    "envisaged", "in_negotiation", "signed", "in_force", "extended", "expired", "terminated"
]
_FARTHEST = 100_000_000


class AgreementsAsked(Schema):
    """Which agreements."""

    q: Annotated[str, Field(max_length=100)] = Field(
        "", description="Part of the title or of a party's name.", examples=["cluster"]
    )
    state: Codes = Field([], description="States, such as in_force.")
    country: Codes = Field([], description="Countries of parties, such as JP or EL.")
    partner: Codes = Field([], description="Parties by the last word of their address.")
    year: Annotated[int, Field(ge=1900, le=2199)] | SkipJsonSchema[None] = Field(
        None, description="A year that a date of the agreement lies in."
    )
    format: Literal["json", "csv"] | SkipJsonSchema[None] = Field(
        None, description="Goes before the Accept header."
    )
    limit: int = Field(100, ge=1, le=10_000, description="Most rows of an answer in JSON.")
    offset: int = Field(
        0, ge=0, le=_FARTHEST, description="Rows to leave out before the first, in JSON."
    )


class AgreementShape(Schema):
    """An agreement. Dates are as exact as they are known: 2013, 2013-12 or 2013-12-06."""

    agreement: str = Field(description="The last word of its address.")
    title: str
    kind: Literal["memorandum", "other"]
    state: StateName | None = Field(description="Null where the source does not say.")
    parties: list[str]
    countries: list[str] = Field(description="Codes as in Eurostat's statistics.")
    signed_on: str | None
    in_force_on: str | None
    extended_on: list[str]
    ends_on: str | None
    place: str
    on_record: bool = Field(description="From a public source, and not run on this site.")
    fictitious: bool = Field(description="Made up, to show how the site works.")
    source: str
    source_address: str
    page: str = Field(description="Address of its page.")


class AgreementList(Schema):
    """Some agreements."""

    total: int
    limit: int
    offset: int
    next: str | None = Field(description="Address of the next rows; null after the last.")
    previous: str | None
    items: list[AgreementShape]


@router.get("/agreements", response=AgreementList, summary="Agreements of clusters' cooperation")
def agreements(request: HttpRequest, question: Query[AgreementsAsked]) -> Any:
    """Agreements by title, signed and shown by their parties, or on record from a public source.

    CSV comes whole.
    """
    check_words(request, question)
    rows = [line_row(each) for each in public_lines() if _is_wanted(each, question)]
    return row_answer(request, question, rows, COLUMNS, "agreements")


def _is_wanted(line: Line, question: AgreementsAsked) -> bool:
    words = question.q.casefold()
    return (
        (not question.state or (line.state is not None and line.state.value in question.state))
        and (not question.country or not set(question.country).isdisjoint(line.countries))
        and (
            not question.partner
            or not set(question.partner).isdisjoint(slug for slug, _name in line.parties)
        )
        and (question.year is None or question.year in line.years)
        and (not words or any(words in text.casefold() for text in (line.title, *line.names)))
    )
