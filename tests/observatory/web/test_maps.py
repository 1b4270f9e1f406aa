"""Maps: every region once, in the class its figure belongs to, with what is known of it."""

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from hanse.foundation.cartography import boundaries
from hanse.foundation.geography import regions
from hanse.observatory.web.maps import Map, Value, choropleth
from tests.foundation.cartography.made_up_boundaries import written

SVG = "{http://www.w3.org/2000/svg}"


def of_europe() -> dict[str, Value]:
    """A figure for each NUTS 2 region: some withheld, some missing, some estimated."""
    codes = [c for c, r in regions(2021).items() if r.level == 2 and not r.extra_regio]
    found = {}
    for place, code in enumerate(codes):
        name = regions(2021)[code].name
        address = f"/regions/{code}/"
        if place % 20 == 3:
            found[code] = Value(name, None, "withheld", address)
        elif place % 20 == 7:
            found[code] = Value(name, None, "missing", address)
        else:
            status = "estimated" if place % 9 == 0 else "observed"
            found[code] = Value(name, place / 100 + 0.1, status, address)  # type: ignore[arg-type]
    return found


def shown(made: Map) -> str:
    return Template("{% map made %}").render(Context({"made": made}))


def areas(html: str) -> Sequence[tuple[str, str]]:
    """The title and the classes of each region drawn."""
    drawing = re.search(r'<svg class="map-drawing.*?</svg>', html, re.S)
    assert drawing
    tree = ElementTree.fromstring(drawing[0])
    return [
        (mark.findtext("title") or "", mark.get("class") or "")
        for mark in tree.iter()
        if "area" in (mark.get("class") or "").split()
    ]


def test_every_region_is_drawn_once_and_named() -> None:
    values = of_europe()
    made = choropleth(values, nuts=2021, level=2, title="Location quotient")
    drawn = [title for title, _ in areas(shown(made))]
    assert len(drawn) == len(values) == 334
    assert sorted(re.findall(r"\((\w+)\): ", " ".join(drawn))) == sorted(values)


def test_the_legend_counts_every_region() -> None:
    values = of_europe()
    made = choropleth(values, nuts=2021, level=2, title="Location quotient")
    assert sum(entry.regions for entry in made.legend) == len(values)
    labels = [entry.label for entry in made.legend]
    assert labels[0].endswith("or more")
    assert labels[-2:] == ["Withheld", "No figure"]
    assert made.estimated == sum(each.status == "estimated" for each in values.values())


def test_a_region_has_the_colour_of_its_class() -> None:
    values = {
        code: Value(code, figure)
        for code, figure in zip(["AT11", "AT12", "AT13"], [1, 2, 3], strict=True)
    }
    made = choropleth(values, nuts=2021, level=2, title="x", cuts=[2, 3])
    assert [area.shade for area in made.areas] == ["shade-1", "shade-4", "shade-7"]


def test_figures_around_a_middle_have_two_colours() -> None:
    values = {
        code: Value(code, figure)
        for code, figure in zip(
            ["AT11", "AT12", "AT13", "AT21"], [-0.2, -0.01, 0.0, 0.3], strict=True
        )
    }
    made = choropleth(
        values, nuts=2021, level=2, title="x", kind="percent", middle=0.0, cuts=[-0.1, 0.0, 0.1]
    )
    assert [area.shade for area in made.areas] == ["low-2", "low-1", "high-1", "high-2"]
    assert [entry.label for entry in made.legend] == [
        "10% or more",
        "0% to below 10%",
        "\N{MINUS SIGN}10% to below 0%",
        "below \N{MINUS SIGN}10%",
    ]


def test_each_number_of_stars_is_a_class() -> None:
    values = {
        code: Value(code, figure)
        for code, figure in zip(["AT11", "AT12", "AT13", "AT21"], [0, 1, 3, None], strict=True)
    }
    made = choropleth(values, nuts=2021, level=2, title="x", stars=3)
    assert [(entry.label, entry.regions) for entry in made.legend] == [
        ("3 stars", 1),
        ("2 stars", 0),
        ("1 star", 1),
        ("0 stars", 1),
    ]
    assert made.areas[0].told == "AT11 (AT11): 0 stars"


def test_limits_are_written_exactly() -> None:
    values = {
        code: Value(code, figure) for code, figure in zip(["AT11", "AT12"], [0.1, 9], strict=True)
    }
    made = choropleth(values, nuts=2021, level=2, title="x", cuts=[0.25, 1.5])
    assert [entry.label for entry in made.legend] == [
        "1.50 or more",
        "0.25 to below 1.50",
        "below 0.25",
    ]


def test_other_regions_of_a_country_are_drawn_without_a_figure() -> None:
    made = choropleth({"AT11": Value("Burgenland", 1.0)}, nuts=2021, level=2, title="x")
    drawn = areas(shown(made))
    assert len(drawn) == 9
    assert sum("outside" in classes for _, classes in drawn) == 8


def test_a_map_without_figures_says_so_by_its_legend() -> None:
    values = {"AT11": Value("Burgenland", None, "withheld"), "AT12": Value("x", None, "missing")}
    made = choropleth(values, nuts=2021, level=2, title="x")
    assert "Withheld" in shown(made)


@pytest.mark.parametrize("title", ["<b>&", '"quoted"'])
def test_nothing_of_a_map_is_taken_for_markup(title: str) -> None:
    html = shown(choropleth({"AT11": Value(title, 1.0)}, nuts=2021, level=2, title=title))
    assert "<b>" not in html
    assert areas(html)[0][0].startswith(title)


def test_no_style_attributes_and_no_handlers() -> None:
    html = shown(choropleth(of_europe(), nuts=2021, level=2, title="x"))
    assert not re.search(r"\s(style|on\w+)=", html)


def test_counts_stand_in_circles_for_eyes_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANSE_HOME", str(tmp_path / "home"))
    boundaries.prepare(2021, 2, written(tmp_path))
    values = {"AT13": Value("Wien", 7, address="/w/"), "PT11": Value("Norte", 1200)}
    shown = choropleth(values, nuts=2021, level=2, title="T", kind="count", clustered=True)
    text = Template("{% load maps %}{% map shown %}").render(Context({"shown": shown}))
    circles = re.findall(r'<g class="cluster" aria-hidden="true">(.*?)</g>', text)
    assert sorted(re.sub("<[^>]+>", "", each) for each in circles) == ["1,200", "7"]
    assert all("<circle" in each for each in circles)
    plain = choropleth(values, nuts=2021, level=2, title="T", kind="count")
    assert 'class="cluster"' not in Template("{% load maps %}{% map shown %}").render(
        Context({"shown": plain})
    )
