"""Answers on what an edition holds: editions, regions, schemes, categories, industries."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from ninja import Path, Query, Router

from hanse.foundation.problems import HanseError
from hanse.observatory.edition.export import about
from hanse.observatory.questions import holdings
from hanse.observatory.warehouse import Edition
from hanse.observatory.web.api import asked, shapes
from hanse.observatory.web.api.answers import (
    Asked,
    check_words,
    described,
    json_answer,
    opened,
    table_answer,
)
from hanse.observatory.web.published import public_manifest
from hanse.observatory.web.reading import shelf

router = Router()


@router.get("/editions", response=shapes.EditionList, tags=["editions"], summary="Editions")
def editions(request: HttpRequest) -> Any:
    """The editions there are, the latest first, each with its tables as files."""
    check_words(request)
    every = sorted(
        shelf().editions(), key=lambda each: (each.manifest["built"], each.id), reverse=True
    )
    current = shelf().published()
    found = [_edition(each, current) for each in every]
    version = ",".join([current, *(each.id for each in every)])
    return json_answer(request, {"items": found}, edition=version, named=False)


@router.get(
    "/editions/{edition}", response=shapes.Edition, tags=["editions"], summary="One edition"
)
def edition(request: HttpRequest, edition: Path[asked.Code]) -> Any:
    """An edition by its identifier, or the latest of a series by the name of the series."""
    check_words(request)
    found = _edition(opened(edition).edition, shelf().published())
    return json_answer(request, found, edition=f"{found['edition']}{found['current']}", named=False)


@router.get(
    "/editions/{edition}/manifest",
    response=shapes.Manifest,
    tags=["editions"],
    summary="The account of an edition",
)
def manifest(request: HttpRequest, edition: Path[asked.Code]) -> Any:
    """Recipe, sources with licence and checksum, reports of reading, versions, checksums."""
    check_words(request)
    reader = opened(edition)
    content = public_manifest(reader.manifest)
    return json_answer(request, content, edition=reader.id, named=edition == reader.id)


@router.get("/regions", response=shapes.RegionPage, tags=["lists"], summary="Regions")
def regions(request: HttpRequest, question: Query[asked.RegionsAsked]) -> Any:
    """The regions of an edition: code, name, level, parent and country."""
    check_words(request, question)
    reader = opened(question.edition)
    rows = Asked(reader, holdings.regions(reader, countries=question.country))
    named = question.edition == reader.id
    return table_answer(request, question, reader, rows, name="regions", named=named)


@router.get("/regions/{code}", response=shapes.Region, tags=["lists"], summary="One region")
def region(request: HttpRequest, code: Path[asked.Code], question: Query[asked.OfEdition]) -> Any:
    """A region by its code, such as AT13."""
    check_words(request, question)
    reader = opened(question.edition)
    found = holdings.region(reader, code)
    return json_answer(request, found, edition=reader.id, named=question.edition == reader.id)


@router.get("/schemes", response=shapes.SchemeList, tags=["lists"], summary="Schemes")
def schemes(request: HttpRequest, question: Query[asked.OfEdition]) -> Any:
    """The lists of categories of an edition: source, licence, and who decided."""
    check_words(request, question)
    reader = opened(question.edition)
    content = {"about": described(about(reader.edition)), "items": reader.manifest["schemes"]}
    return json_answer(request, content, edition=reader.id, named=question.edition == reader.id)


@router.get("/categories", response=shapes.CategoryPage, tags=["lists"], summary="Categories")
def categories(request: HttpRequest, question: Query[asked.CategoriesAsked]) -> Any:
    """The categories of all schemes of an edition."""
    check_words(request, question)
    reader = opened(question.edition)
    rows = Asked(reader, holdings.categories(reader, schemes=question.scheme, kinds=question.kind))
    named = question.edition == reader.id
    return table_answer(request, question, reader, rows, name="categories", named=named)


@router.get(
    "/categories/{scheme}/{category}",
    response=shapes.CategoryInFull,
    tags=["lists"],
    summary="One category",
)
def category(
    request: HttpRequest,
    scheme: Path[asked.Slug],
    category: Path[asked.Code],
    question: Query[asked.OfEdition],
) -> Any:
    """A category with the industries it is made of and their weights."""
    check_words(request, question)
    reader = opened(question.edition)
    found = holdings.category(reader, scheme, category)
    content = {"about": described(about(reader.edition)), **found}
    return json_answer(request, content, edition=reader.id, named=question.edition == reader.id)


@router.get("/industries", response=shapes.IndustryPage, tags=["lists"], summary="Industries")
def industries(request: HttpRequest, question: Query[asked.IndustriesAsked]) -> Any:
    """The classification of industries that an edition uses."""
    check_words(request, question)
    reader = opened(question.edition)
    rows = Asked(reader, holdings.industries(level=question.level))
    named = question.edition == reader.id
    return table_answer(request, question, reader, rows, name="industries", named=named)


def _edition(edition: Edition, current: str) -> dict[str, object]:
    content = edition.manifest
    if not content["tables"]:
        raise HanseError(f"Edition {edition.id} has no tables.")
    return {
        "edition": edition.id,
        "title": content["title"],
        "built": content["built"],
        "synthetic": content["synthetic"],
        "current": edition.id == current,
        "years": content["years"],
        "regions": content["regions"],
        "schemes": [each["code"] for each in content["schemes"]],
        "rating": content["rating"]["code"],
        "manifest": f"{settings.ORIGIN}/api/v1/editions/{edition.id}/manifest",
        "tables": [
            {
                "name": name,
                "rows": entry["rows"],
                "columns": entry["columns"],
                "bytes": entry["bytes"],
                "sha256": entry["sha256"],
                **{form: _file(edition.id, name, form) for form in ("parquet", "csv")},
            }
            for name, entry in content["tables"].items()
        ],
    }


def _file(edition: str, table: str, form: str) -> str:
    return settings.ORIGIN + reverse(
        "table_download", kwargs={"edition": edition, "table": table, "form": form}
    )
