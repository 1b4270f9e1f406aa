"""Answers on how figures and stars come about."""

from dataclasses import asdict
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from ninja import Path, Router

from hanse.foundation.problems import HanseError
from hanse.observatory.methods import METHODS, Method
from hanse.observatory.ratings.rules import RULES, Rule
from hanse.observatory.web.api import asked, shapes
from hanse.observatory.web.api.answers import check_words, json_answer

router = Router(tags=["methods"])
_OF_THE_CODE: Final = "methods"
"""What the answers belong to instead of an edition."""


@router.get("/indicators", response=shapes.IndicatorList, summary="Figures and their definitions")
def indicators(request: HttpRequest) -> Any:
    """Every figure: label, plain words, formula, unit, inputs, source, function."""
    check_words(request)
    found = [_indicator(method) for method in METHODS.values()]
    return json_answer(request, {"items": found}, edition=_OF_THE_CODE, named=False)


@router.get("/indicators/{code}", response=shapes.Indicator, summary="One figure")
def indicator(request: HttpRequest, code: Path[asked.Code]) -> Any:
    """A figure by its code, such as location_quotient."""
    check_words(request)
    if code not in METHODS:
        raise HanseError(
            f"There is no figure {code}.", where="code", remedy=f"There are {', '.join(METHODS)}."
        )
    return json_answer(request, _indicator(METHODS[code]), edition=_OF_THE_CODE, named=False)


@router.get("/ratings", response=shapes.RatingList, summary="Rules for stars")
def ratings(request: HttpRequest) -> Any:
    """The rules that give stars: floors, criteria and numbers."""
    check_words(request)
    found = [_rating(rule) for rule in RULES.values()]
    return json_answer(request, {"items": found}, edition=_OF_THE_CODE, named=False)


@router.get("/ratings/{code}", response=shapes.Rating, summary="One rule for stars")
def rating(request: HttpRequest, code: Path[asked.Code]) -> Any:
    """A rule by its code, such as cluster_panorama."""
    check_words(request)
    if code not in RULES:
        raise HanseError(
            f"There is no rule {code}.", where="code", remedy=f"There are {', '.join(RULES)}."
        )
    return json_answer(request, _rating(RULES[code]), edition=_OF_THE_CODE, named=False)


def _indicator(method: Method) -> dict[str, object]:
    return {**asdict(method), "page": _page(method.code)}


def _rating(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "label": rule.label,
        "reference": rule.reference,
        "kinds": rule.kinds,
        "floors": [asdict(each) for each in rule.floors],
        "criteria": [asdict(each) for each in rule.criteria],
        "numbers": [
            {"name": n.name, "value": n.value, "label": n.label, "confirmed": n.confirmed}
            for n in rule.numbers.values()
        ],
        "notes": rule.notes,
        "page": _page(rule.code),
    }


def _page(code: str) -> str:
    return settings.ORIGIN + reverse("method", kwargs={"code": code})
