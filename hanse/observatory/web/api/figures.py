"""Answers with figures: clusters, single figures, industries and rankings."""

import tempfile
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query, Router

from hanse.foundation.problems import HanseError
from hanse.observatory.edition.export import about
from hanse.observatory.exports.about import ExportAbout
from hanse.observatory.exports.json_stat import write_json_stat
from hanse.observatory.exports.sdmx_csv import write_sdmx_csv
from hanse.observatory.questions import figures as of_figures
from hanse.observatory.questions.naming import the_scheme, the_year
from hanse.observatory.questions.selection import Selection
from hanse.observatory.warehouse import Reader
from hanse.observatory.web.api import asked, shapes
from hanse.observatory.web.api.answers import (
    Asked,
    as_file,
    check_words,
    kept,
    opened,
    table_answer,
    tag_of,
    unchanged,
)
from hanse.observatory.web.api.negotiation import chosen_format
from hanse.observatory.web.api.problems import RefusedError

router = Router(tags=["figures"])

MOST_FIGURES: Final = 1_000_000
"""Most figures in a statistical format, which has to be put together before it is sent."""
_PIECE: Final = 1 << 18
_STATISTICAL: Final = {"json-stat": write_json_stat, "sdmx-csv": write_sdmx_csv}


@router.get("/clusters", response=shapes.ClusterPage, summary="Clusters, a row each")
def clusters(request: HttpRequest, question: Query[asked.ClustersAsked]) -> Any:
    """Categories in a region and year with their figures, each with its status, and stars.

    Rows come in the order scheme, category, year, region where no other is asked for.
    """
    check_words(request, question)
    reader = opened(question.edition)
    found = of_figures.wide(
        reader, "clusters", _selected(question), fields=question.fields, sort=question.sort
    )
    named = question.edition == reader.id
    return table_answer(
        request, question, reader, Asked(reader, found), name="clusters", named=named
    )


@router.get("/observations", response=shapes.ObservationPage, summary="Figures, a row each")
def observations(request: HttpRequest, question: Query[asked.ObservationsAsked]) -> Any:
    """Single figures of clusters with value, status and flag."""
    check_words(request, question)
    reader = opened(question.edition)
    found = of_figures.long(
        reader,
        "clusters",
        _selected(question),
        indicators=question.indicator,
        statuses=question.status,
    )
    rows = Asked(reader, found)
    named = question.edition == reader.id
    return table_answer(request, question, reader, rows, name="observations", named=named)


@router.get("/cubes", response=dict[str, Any], summary="Figures in the statistical formats")
def cubes(request: HttpRequest, question: Query[asked.CubeAsked]) -> Any:
    """Figures of clusters as JSON-stat 2.0 or SDMX-CSV 1.0, up to 1,000,000 at a time."""
    check_words(request, question)
    reader = opened(question.edition)
    selected = _selected(question)
    form = chosen_format(request, question.format, tuple(_STATISTICAL))
    tag = tag_of(request, reader.id, form)
    response: HttpResponseBase | None = unchanged(request, tag)
    if response is None:
        every = of_figures.long(reader, "clusters", selected, indicators=question.indicator)
        _check_few(Asked(reader, every).count(), form)
        wide = of_figures.wide(reader, "clusters", selected, fields=question.indicator)
        facts = about(reader.edition)
        response = as_file(_written(reader, wide, form, facts), form, facts, "figures")
    return kept(response, tag=tag, named=question.edition == reader.id)


@router.get(
    "/industry-figures", response=shapes.IndustryFigurePage, summary="Industries, a row each"
)
def industry_figures(request: HttpRequest, question: Query[asked.IndustryFiguresAsked]) -> Any:
    """Industries in a region and year with their figures, each with its status."""
    check_words(request, question)
    reader = opened(question.edition)
    selection = Selection(
        industries=question.industry,
        regions=question.region,
        countries=question.country,
        years=question.year,
        since=question.since,
        until=question.until,
    )
    found = of_figures.wide(
        reader, "industries", selection, fields=question.fields, sort=question.sort
    )
    named = question.edition == reader.id
    return table_answer(
        request, question, reader, Asked(reader, found), name="industry-figures", named=named
    )


@router.get("/rankings", response=shapes.RankingPage, summary="The clusters with most stars")
def rankings(request: HttpRequest, question: Query[asked.RankingAsked]) -> Any:
    """Clusters of a scheme and year: most stars first, then the highest location quotient."""
    check_words(request, question)
    reader = opened(question.edition)
    one = Selection(
        schemes=[the_scheme(reader, question.scheme or "")],
        years=[the_year(reader, question.year)],
        kinds=[question.kind] if question.kind else [],
        countries=[question.country] if question.country else [],
    )
    rows = Asked(reader, of_figures.ranked(reader, one))
    named = question.edition == reader.id
    return table_answer(request, question, reader, rows, name="rankings", named=named)


def _selected(question: asked.ClusterWords) -> Selection:
    return Selection(
        schemes=question.scheme,
        categories=question.category,
        kinds=question.kind,
        regions=question.region,
        countries=question.country,
        years=question.year,
        since=question.since,
        until=question.until,
        stars=question.stars,
    )


def _check_few(count: int, form: str) -> None:
    if count > MOST_FIGURES:
        raise RefusedError(
            422,
            HanseError(
                f"These are {count:,} figures; {form} holds {MOST_FIGURES:,} at most here.",
                where="format",
                why="It has to be put together before it is sent.",
                remedy="Ask for one scheme and year, or for CSV or Parquet.",
            ),
        )


def _written(
    reader: Reader, question: of_figures.Question, form: str, facts: ExportAbout
) -> Iterator[bytes]:
    """The file in a statistical format, piece by piece; it is gone when sent."""
    table = reader.query(question.statement, question.parameters)
    texts = ("kind", "stars_reason")
    figures = table.drop(name for name in table.columns if name in texts or name.endswith("_flag"))
    with tempfile.TemporaryDirectory() as folder:
        path = FilePath(folder) / "figures"
        _STATISTICAL[form](figures, path, facts)
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
