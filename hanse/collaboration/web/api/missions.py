"""Missions that everybody may see, in the API."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from hanse.collaboration.web.mission_rows import COLUMNS, mission_line, public_missions
from hanse.collaboration.web.row_answers import row_answer
from hanse.observatory.web.api.answers import check_words
from hanse.observatory.web.api.asked import Codes

router = Router(tags=["missions"])

MissionState = Literal[
    "call", "review", "selected", "programme", "timetable", "under_way", "follow_up", "closed",
    "called_off",
]  # fmt: skip
_FARTHEST = 100_000_000


class MissionsAsked(Schema):
    """Which missions."""

    q: Annotated[str, Field(max_length=100)] = Field(
        "", description="Part of the title, the theme or the city.", examples=["clean"]
    )
    state: Codes = Field([], description="States, such as call.")
    country: Codes = Field([], description="Host countries, such as JP.")
    sector: Codes = Field([], description="Cluster categories; one of them is enough.")
    format: Literal["json", "csv"] | SkipJsonSchema[None] = Field(
        None, description="Goes before the Accept header."
    )
    limit: int = Field(100, ge=1, le=10_000, description="Most rows of an answer in JSON.")
    offset: int = Field(
        0, ge=0, le=_FARTHEST, description="Rows to leave out before the first, in JSON."
    )


class MissionShape(Schema):
    """A mission. Days are of its own time zone."""

    mission: str = Field(description="The last word of its address.")
    title: str
    theme: str
    state: MissionState
    organiser: str = Field(description="The last word of the organiser's address.")
    organiser_name: str
    host_country: str
    city: str
    mode: Literal["in_person", "remote", "mixed"]
    time_zone: str
    begins: str | None
    ends: str | None
    opens: str | None = Field(description="First day of the call.")
    closes: str | None = Field(description="Last day to apply.")
    cut_offs: list[str] = Field(description="Cut-off dates of the call, the last day among them.")
    places: int = Field(description="Places in the delegation.")
    taking_part: int = Field(description="Organisations that have confirmed.")
    sectors: list[str]
    fictitious: bool = Field(description="Made up, to show how the site works.")
    page: str = Field(description="Address of its page.")


class MissionList(Schema):
    """Some missions."""

    total: int
    limit: int
    offset: int
    next: str | None = Field(description="Address of the next rows; null after the last.")
    previous: str | None
    items: list[MissionShape]


@router.get("/missions", response=MissionList, summary="Missions to a host country")
def missions(request: HttpRequest, question: Query[MissionsAsked]) -> Any:
    """Missions whose call was opened, the latest first: what their pages tell everybody.

    CSV comes whole.
    """
    check_words(request, question)
    rows = [mission_line(each) for each in public_missions()]
    rows = [each for each in rows if _is_wanted(each, question)]
    return row_answer(request, question, rows, COLUMNS, "missions")


def _is_wanted(row: dict[str, Any], question: MissionsAsked) -> bool:
    words = question.q.casefold()
    return (
        (not question.state or row["state"] in question.state)
        and (not question.country or row["host_country"] in question.country)
        and (not question.sector or not set(question.sector).isdisjoint(row["sectors"]))
        and (not words or any(words in row[name].casefold() for name in ("title", "theme", "city")))
    )
