"""The words of the API's questions, with their limits and what they mean."""

from typing import Annotated, Final, Literal

from ninja import Schema
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

MOST_ROWS: Final = 10_000
USUAL_ROWS: Final = 100
_FARTHEST: Final = 100_000_000
_MOST_CODES: Final = 100
_BEFORE: Final = "Goes before the Accept header."

CODE: Final = r"^[^\x00-\x1f\x7f/]{1,80}$"
SLUG: Final = r"^[a-z][a-z0-9_]{0,79}$"

Code = Annotated[str, Field(pattern=CODE)]
Slug = Annotated[str, Field(pattern=SLUG)]
Year = Annotated[int, Field(ge=1900, le=2200)]
Codes = Annotated[list[Code], Field(max_length=_MOST_CODES)]
Slugs = Annotated[list[Slug], Field(max_length=_MOST_CODES)]
Years = Annotated[list[Year], Field(max_length=_MOST_CODES)]
Status = Literal["observed", "estimated", "withheld", "missing"]
SortColumn = Annotated[str, Field(pattern=r"^-?[a-z][a-z0-9_]{0,79}$")]


class OfEdition(Schema):
    """A question to one edition."""

    edition: Code | SkipJsonSchema[None] = Field(
        None,
        description="Identifier of an edition, or the name of a series for its latest. "
        "Without it, the current edition.",
    )


class Listed(Schema):
    """A question whose answer is a table."""

    format: Literal["json", "csv", "parquet"] | SkipJsonSchema[None] = Field(
        None, description=_BEFORE
    )
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] | SkipJsonSchema[None] = Field(
        None,
        description=f"Most rows of the answer; {USUAL_ROWS} in JSON where not said, "
        "all in the other formats.",
    )
    offset: int = Field(0, ge=0, le=_FARTHEST, description="Rows to leave out before the first.")


class EditionList(OfEdition, Listed):
    """A table of one edition."""


class RegionsAsked(EditionList):
    """Which regions."""

    country: Codes = Field([], description="Only regions of these countries, such as AT.")


class CategoriesAsked(EditionList):
    """Which categories."""

    scheme: Slugs = Field([], description="Only categories of these schemes.")
    kind: Slugs = Field([], description="Only categories of these kinds, such as traded.")


class IndustriesAsked(EditionList):
    """Which industries of the classification."""

    level: Annotated[int, Field(ge=1, le=9)] | SkipJsonSchema[None] = Field(
        None, description="Only industries of this level; 1 is the top."
    )


class OfFigures(OfEdition):
    """Which figures: words that may be repeated, as in `region=AT12&region=AT13`."""

    region: Codes = Field([], description="Codes of regions.")
    country: Codes = Field([], description="All regions of these countries, such as AT.")
    year: Years = Field([], description="These years.")
    since: Year | SkipJsonSchema[None] = Field(None, description="This year and later ones.")
    until: Year | SkipJsonSchema[None] = Field(None, description="This year and earlier ones.")


class ClusterWords(OfFigures):
    """Which clusters: a category in a region and year."""

    scheme: Slugs = Field([], description="Codes of schemes, such as traded_local.")
    category: Codes = Field([], description="Codes of categories, such as automotive.")
    kind: Slugs = Field([], description="Categories of these kinds, such as traded.")
    stars: Annotated[int, Field(ge=0, le=20)] | SkipJsonSchema[None] = Field(
        None, description="Only clusters with at least so many stars."
    )


class ClustersAsked(ClusterWords, Listed):
    """Clusters, a row each."""

    fields: Slugs = Field([], description="Only these figures; all where not said.")
    sort: Annotated[list[SortColumn], Field(max_length=5)] = Field(
        [], description="Columns to sort by; with - before one to descend."
    )


class IndustryFiguresAsked(OfFigures, Listed):
    """Industries in a region and year, a row each."""

    industry: Codes = Field([], description="Codes of industries, such as C2910.")
    fields: Slugs = Field([], description="Only these figures; all where not said.")
    sort: Annotated[list[SortColumn], Field(max_length=5)] = Field(
        [], description="Columns to sort by; with - before one to descend."
    )


class ObservationsAsked(ClusterWords, Listed):
    """Figures of clusters, a row each."""

    indicator: Slugs = Field([], description="Codes of indicators; all where not said.")
    status: list[Status] = Field([], max_length=4, description="Only figures of these statuses.")


class CubeAsked(ClusterWords):
    """Figures of clusters in a statistical format."""

    indicator: Slugs = Field([], description="Codes of indicators; all where not said.")
    format: Literal["json-stat", "sdmx-csv"] | SkipJsonSchema[None] = Field(
        None, description=_BEFORE
    )


class RankingAsked(EditionList):
    """Which ranking."""

    scheme: Slug | SkipJsonSchema[None] = Field(
        None, description="The first scheme of the edition where not said."
    )
    year: Year | SkipJsonSchema[None] = Field(None, description="The last year where not said.")
    kind: Slug | SkipJsonSchema[None] = Field(None, description="Categories of this kind only.")
    country: Code | SkipJsonSchema[None] = Field(None, description="Regions of this country only.")
