"""The shapes of the API's answers, as its OpenAPI document tells them."""

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field

from hanse.observatory.web.api.asked import Status


class About(Schema):
    """Where the figures come from."""

    edition: str = Field(description="Identifier of the edition; it never changes.")
    title: str
    source: str
    licence: str
    updated: str = Field(description="Day the edition was built.", examples=["2026-11-24"])
    synthetic: bool = Field(description="Whether the figures are invented.")
    notice: str = Field("", description="Said of synthetic data only.")


class Page(Schema):
    """Some rows of a table."""

    about: About
    total: int = Field(description="Rows of the whole answer.")
    limit: int
    offset: int
    next: str | None = Field(description="Address of the next rows; null after the last.")
    previous: str | None


class Region(Schema):
    """A region of the edition."""

    code: str
    name: str
    level: int = Field(description="NUTS level.")
    parent: str
    country: str


class RegionPage(Page):
    """Regions."""

    items: list[Region]


class Category(Schema):
    """A category of a scheme."""

    scheme: str
    category: str
    label: str
    kind: str = Field(description="Such as traded, local or emerging.")
    industries: int = Field(description="How many industries it is made of.")


class CategoryPage(Page):
    """Categories."""

    items: list[Category]


class Member(Schema):
    """An industry of a category."""

    industry: str
    label: str | None
    weight: float


class CategoryInFull(Schema):
    """A category with the industries it is made of."""

    about: About
    scheme: str
    category: str
    label: str
    kind: str
    industries: list[Member]


class Scheme(Schema):
    """A list of categories: where it comes from and who decided."""

    code: str
    title: str
    source: str
    licence: str
    decided_by: str


class SchemeList(Schema):
    """The schemes of an edition."""

    about: About
    items: list[Scheme]


class Industry(Schema):
    """An industry of the classification."""

    industry: str
    label: str
    level: int
    parent: str


class IndustryPage(Page):
    """Industries."""

    items: list[Industry]


class Row(Schema):
    """A row whose further columns are figures: number, yes or no, or text; null for none.

    Beside each figure stands `<figure>_status` (observed, estimated, withheld or missing), and
    beside a measure `<measure>_flag` with the letters of the source.
    """

    model_config = ConfigDict(extra="allow")

    year: int
    region: str


class ClusterRow(Row):
    """A category in a region and year, with its figures."""

    scheme: str
    category: str
    kind: str


class ClusterPage(Page):
    """Clusters."""

    items: list[ClusterRow]


class IndustryRow(Row):
    """An industry in a region and year, with its figures."""

    industry: str


class IndustryFigurePage(Page):
    """Figures of industries."""

    items: list[IndustryRow]


class Observation(Schema):
    """One figure of a cluster."""

    scheme: str
    category: str
    year: int
    region: str
    indicator: str
    value: float | None = Field(description="Null where withheld or missing; yes is 1, no is 0.")
    status: Status
    flag: str = Field(description="Letters of the source; empty for what is computed.")


class ObservationPage(Page):
    """Figures."""

    items: list[Observation]


class Ranked(Schema):
    """A cluster in a ranking."""

    place: int
    region: str
    name: str
    country: str
    scheme: str
    category: str
    label: str
    year: int
    stars: int
    location_quotient: float | None
    employment_persons: float | None
    employment_persons_status: Status


class RankingPage(Page):
    """The clusters with the most stars, then the highest location quotient."""

    items: list[Ranked]


class Table(Schema):
    """A table of an edition as a file."""

    name: str
    rows: int
    columns: list[str]
    parquet: str = Field(description="Address of the stored file; ranges can be asked for.")
    bytes: int
    sha256: str
    csv: str


class Edition(Schema):
    """An edition."""

    edition: str
    title: str
    built: str
    synthetic: bool
    current: bool
    years: list[int]
    regions: int
    schemes: list[str]
    rating: str
    manifest: str = Field(description="Address of the whole account of the edition.")
    tables: list[Table]


class EditionList(Schema):
    """The editions there are, the latest first."""

    items: list[Edition]


class Indicator(Schema):
    """A figure: what it is and how it is computed."""

    code: str
    group: str = Field(description="measure, indicator, relatedness, rank or structure.")
    label: str
    words: str
    row: str = Field(description="What it describes.")
    unit: str
    formula: str
    inputs: list[str]
    higher_is_better: bool | None
    decimals: int | None
    nulls: str = Field(description="When there is no figure.")
    caution: str
    to_confirm: str
    reference: str
    function: str
    page: str


class IndicatorList(Schema):
    """The figures there are."""

    items: list[Indicator]


class Number(Schema):
    """A number of a rating rule."""

    name: str
    value: float
    label: str
    confirmed: bool


class Condition(Schema):
    """What a figure must reach."""

    column: str
    kind: str
    number: str


class Criterion(Schema):
    """What earns a star."""

    code: str
    label: str
    conditions: list[Condition]


class Rating(Schema):
    """A rule for stars."""

    code: str
    label: str
    reference: str
    kinds: list[str]
    floors: list[Condition]
    criteria: list[Criterion]
    numbers: list[Number]
    notes: list[str]
    page: str


class RatingList(Schema):
    """The rules there are."""

    items: list[Rating]


class Entry(Schema):
    """Where the API begins."""

    title: str
    version: str
    guide: str
    openapi: str
    addresses: list[str]


class ProblemError(Schema):
    """One thing that is wrong with a request."""

    where: str
    what: str


class Problem(Schema):
    """What went wrong, after RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    where: str = ""
    why: str = ""
    remedy: str = ""
    errors: list[ProblemError] = Field(default_factory=list)


Manifest = dict[str, Any]
