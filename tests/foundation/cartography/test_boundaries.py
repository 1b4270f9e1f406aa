"""Boundaries: arcs are shared, every region is drawn, insets hold what is far away."""

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from hanse.foundation.cartography import boundaries, frames
from hanse.foundation.cartography.boundaries import prepare, prepare_packaged, sheet, sheet_named
from hanse.foundation.cartography.outlines import outlines
from hanse.foundation.cartography.simplify import on_grid, path_of, ring_area, simplified
from hanse.foundation.cartography.topology import read_boundaries
from hanse.foundation.problems import HanseError
from tests.foundation.cartography.made_up_boundaries import codes, written

SQUARES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"NUTS_ID": code, "LEVL_CODE": 2},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, 48], [x + 1, 48], [x + 1, 49], [x, 49], [x, 48]]],
            },
        }
        for code, x in (("AT11", 10), ("AT12", 11), ("CZ01", 12))
    ],
}

TRIANGLES = {
    "type": "Topology",
    "transform": {"scale": [0.1, 0.1], "translate": [10, 48]},
    "arcs": [
        [[0, 0], [10, 10]],
        [[10, 10], [0, -10], [-10, 0]],
        [[0, 0], [0, 10], [10, 0]],
    ],
    "objects": {
        "NUTS": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "id": "AT11", "properties": {}},
                {"type": "MultiPolygon", "arcs": [[[2, -1]]], "id": "AT12", "properties": {}},
            ],
        }
    },
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HANSE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def file_of(tmp_path: Path, content: object, name: str = "regions.json") -> Path:
    path = tmp_path / name
    path.write_text(json.dumps(content), "utf-8")
    return path


# --- Reading ----------------------------------------------------------------------------------


def test_neighbours_in_geojson_share_an_arc(tmp_path: Path) -> None:
    found = read_boundaries(file_of(tmp_path, SQUARES))
    users = Counter(
        arc if arc >= 0 else ~arc
        for polygons in found.regions.values()
        for polygon in polygons
        for ring in polygon
        for arc in ring
    )
    assert sorted(users.values()) == [1, 1, 1, 1, 2, 2]


def test_rings_come_back_as_they_were(tmp_path: Path) -> None:
    found = read_boundaries(file_of(tmp_path, SQUARES))
    for feature in SQUARES["features"]:
        code = feature["properties"]["NUTS_ID"]  # type: ignore[index]
        wanted = feature["geometry"]["coordinates"][0]  # type: ignore[index]
        ring = found.ring(found.regions[code][0][0]).tolist()
        assert ring[0] == ring[-1]
        assert {tuple(point) for point in ring} == {tuple(point) for point in wanted}


def test_topojson_is_decoded(tmp_path: Path) -> None:
    found = read_boundaries(file_of(tmp_path, TRIANGLES))
    assert found.ring(found.regions["AT11"][0][0]) == pytest.approx(
        np.array([[10, 48], [11, 49], [11, 48], [10, 48]])
    )
    assert found.ring(found.regions["AT12"][0][0]) == pytest.approx(
        np.array([[10, 48], [10, 49], [11, 49], [10, 48]])
    )


def test_a_javascript_module_and_a_gzipped_file_are_read(tmp_path: Path) -> None:
    module = tmp_path / "regions.js"
    module.write_text(f"export default {json.dumps(SQUARES)};\n", "utf-8")
    packed = tmp_path / "regions.json.gz"
    packed.write_bytes(gzip.compress(json.dumps(SQUARES).encode()))
    assert set(read_boundaries(module).regions) == set(read_boundaries(packed).regions)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ([1, 2], "do not fit together"),
        ({"type": "Feature"}, "It is a Feature"),
        ({"type": "FeatureCollection", "features": []}, "no region"),
        ({"type": "Topology", "arcs": [], "objects": {}}, "no region"),
        (
            {**TRIANGLES, "arcs": TRIANGLES["arcs"][:1]},  # type: ignore[index]
            "do not fit together",
        ),
        ({**TRIANGLES, "transform": None, "arcs": [[[4e6, 3e6], [5e6, 3e6]]] * 3}, "not degrees"),
    ],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: object, why: str) -> None:
    with pytest.raises(HanseError, match=why):
        read_boundaries(file_of(tmp_path, content))


def test_a_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "regions.shp"
    path.write_bytes(b"\x00\x00\x27\x0a\xff")
    with pytest.raises(HanseError, match="cannot be read as JSON"):
        read_boundaries(path)


# --- Lines ------------------------------------------------------------------------------------


def test_a_line_keeps_its_ends_and_its_corners() -> None:
    line = np.array([[0, 0], [1, 0.01], [2, 0], [2, 5], [2.01, 6], [2, 10]], dtype=np.float64)
    assert simplified(line, 1.0).tolist() == [[0, 0], [2, 0], [2, 10]]


def test_a_closed_line_keeps_four_points() -> None:
    ring = np.array([[0, 0], [1, 0], [1, 1], [0.5, 1.01], [0, 1], [0, 0]], dtype=np.float64)
    assert len(simplified(ring, 100.0)) == 4


def test_points_on_the_grid_say_nothing_twice() -> None:
    line = np.array([[0, 0], [0.2, 0.1], [3, 0], [6, 0], [6, 4]], dtype=np.float64)
    assert on_grid(line).tolist() == [[0, 0], [6, 0], [6, 4]]


def test_a_path_says_where_its_points_are() -> None:
    ring = np.array([[3, 4], [13, 4], [13, 14], [3, 4]])
    assert path_of([ring], closed=True) == "M3 4l10 0 0 10z"
    assert path_of([ring[:3]], closed=False) == "M3 4l10 0 0 10"
    assert ring_area(ring) == 50


# --- The sheet --------------------------------------------------------------------------------


def test_neighbours_touch_on_the_sheet(tmp_path: Path) -> None:
    drawn = outlines(read_boundaries(written(tmp_path)), 2)
    assert sorted(drawn.paths) == sorted(codes(2021, 2))
    points: Counter[tuple[int, int]] = Counter()
    for path in drawn.paths.values():
        points.update(set(absolute(path)))
    # Points inside the field belong to two cells or more; at its edge to one.
    assert sum(count > 1 for count in points.values()) > 0.8 * len(points)


def test_neighbours_share_a_stretch_of_border_and_no_mere_corner(tmp_path: Path) -> None:
    drawn = outlines(read_boundaries(file_of(tmp_path, SQUARES)), 2)
    assert drawn.neighbours == {"AT11": ["AT12"], "AT12": ["AT11", "CZ01"], "CZ01": ["AT12"]}
    field = outlines(read_boundaries(written(tmp_path)), 2).neighbours
    assert all(code in field[other] for code, others in field.items() for other in others)
    # Cells of a field have four sides; those at its edges fewer neighbours.
    assert max(map(len, field.values())) == 4


def absolute(path: str) -> list[tuple[int, int]]:
    """The points of a path of one ring."""
    numbers = [int(each) for each in re.findall(r"-?\d+", path)]
    points = [(numbers[0], numbers[1])]
    for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
        points.append((points[-1][0] + dx, points[-1][1] + dy))
    return points


@pytest.mark.parametrize(
    ("place", "label"),
    [
        ((-16.5, 28.3), "Canarias"),
        ((-17.0, 32.7), "Madeira"),
        ((-25.5, 37.8), "Açores"),
        ((-61.5, 16.2), "Guadeloupe"),
        ((-61.0, 14.6), "Martinique"),
        ((-53.0, 4.0), "Guyane"),
        ((55.5, -21.1), "La Réunion"),
        ((45.15, -12.8), "Mayotte"),
        ((16.0, 78.5), "Svalbard"),
    ],
)
def test_outermost_regions_have_a_box_of_their_own(place: tuple[float, float], label: str) -> None:
    number = frames.inset_of(*place)
    assert number is not None
    assert frames.INSETS[number].label == label
    box = frames.inset_frame(number)
    x, y = frames.placed(np.array([place]), number)[0]
    assert box.x < x < box.x + box.width
    assert box.y < y < box.y + box.height


@pytest.mark.parametrize("place", [(33.0, 35.1), (14.4, 35.9), (-3.7, 40.4), (25.0, 65.0)])
def test_other_places_lie_in_the_main_frame(place: tuple[float, float]) -> None:
    assert frames.inset_of(*place) is None
    assert frames.is_on_sheet(frames.placed(np.array([place]), None))


def test_insets_lie_beside_each_other() -> None:
    boxes = [frames.inset_frame(place) for place in range(len(frames.INSETS))]
    for one in boxes:
        assert one.x + one.width <= frames.WIDTH
        assert one.y + one.height <= frames.HEIGHT
        others = [other for other in boxes if other is not one]
        assert all(
            one.x + one.width <= other.x
            or other.x + other.width <= one.x
            or one.y + one.height <= other.y
            or other.y + other.height <= one.y
            for other in others
        )


def test_a_sheet_is_kept_and_found_by_its_name(home: Path, tmp_path: Path) -> None:
    assert sheet(2024, 2) is None
    path = prepare(2024, 2, written(tmp_path, 2024))
    found = sheet(2024, 2)
    assert found is not None
    assert path.parent == home / "boundaries"
    assert sheet_named(found.name) == found
    assert sheet_named("0" * 12) is None
    assert boundaries.NOTICE in found.svg
    assert found.svg.count("<path id=") == len(codes(2024, 2)) + 3


def test_a_frame_around_a_country_holds_its_regions(home: Path, tmp_path: Path) -> None:
    prepare(2021, 2, written(tmp_path))
    found = sheet(2021, 2)
    assert found is not None
    austria = [code for code in found.paths if code.startswith("AT")]
    box = found.around(austria)
    for left, top, right, bottom in (found.corners[code] for code in austria):
        assert box.x <= left <= right <= box.x + box.width
        assert box.y <= top <= bottom <= box.y + box.height
    assert 0.6 <= box.height / box.width <= 1.0
    assert found.around([]) == found.whole


def test_a_damaged_sheet_is_no_sheet(home: Path, tmp_path: Path) -> None:
    path = prepare(2021, 2, written(tmp_path))
    path.write_text("{", "utf-8")
    assert sheet(2021, 2) is None


def test_a_file_of_another_vintage_is_refused(home: Path, tmp_path: Path) -> None:
    with pytest.raises(HanseError, match="fits NUTS 2003 best"):
        prepare(2021, 3, written(tmp_path, 2003, 3))
    assert not (home / "boundaries").exists()


def test_what_no_package_has_is_said(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(HanseError, match="no package with the boundaries of NUTS 2024"):
        prepare(2024, 2)
    with pytest.raises(HanseError, match="no such file"):
        prepare(2021, 2, tmp_path / "nowhere.json")
    with pytest.raises(HanseError, match="no NUTS 1999"):
        prepare(1999, 2)
    monkeypatch.setattr(boundaries, "package_folder", lambda: tmp_path)
    with pytest.raises(HanseError, match="not installed"):
        prepare(2021, 2)
    assert not prepare_packaged(2021, 2)


@pytest.mark.skipif(
    not boundaries.packaged_file(2021, 2).is_file(), reason="`make assets` has not been run"
)
@pytest.mark.parametrize(("nuts", "level"), [(2003, 2), (2016, 3), (2021, 0), (2021, 2)])
def test_the_package_draws_every_region(home: Path, nuts: int, level: int) -> None:
    assert prepare_packaged(nuts, level)
    found = sheet(nuts, level)
    assert found is not None
    assert sorted(found.paths) == sorted(codes(nuts, level))
    assert found.land
    assert found.borders
    if (nuts, level) == (2021, 2):
        assert {"AT34", "DE21", "DE27", "ITH1", "CH05"} <= set(found.neighbours["AT33"])
        assert found.neighbours["MT00"] == []
    canary = "ES7" if level > 0 else "ES"
    assert any(code.startswith(canary) for code in found.paths)
