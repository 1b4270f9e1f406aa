"""Charts hold for every finite figure, and show what they are given."""

import math
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.foundation.web.charts.bar import Bar, bar_chart
from hanse.foundation.web.charts.chart import Chart
from hanse.foundation.web.charts.line import Line, broken, line_chart
from hanse.foundation.web.charts.placing import Disc, apart, placed
from hanse.foundation.web.charts.scales import covering, decimals_of, year_ticks
from hanse.foundation.web.charts.scatter import Bubble, radius, scatter_chart
from hanse.foundation.web.charts.spark import sparkline
from hanse.foundation.web.charts.svg import element, mark, number
from hanse.foundation.web.tables import Status

FINITE = st.floats(allow_nan=False, allow_infinity=False)
STATUSES = st.sampled_from(["observed", "estimated", "withheld", "missing"])
NAMES = st.text(max_size=40)
POINTS = st.lists(
    st.tuples(st.integers(1900, 2100).map(float), st.none() | FINITE, STATUSES),
    max_size=20,
    unique_by=lambda point: point[0],
).map(sorted)
BUBBLES = st.lists(
    st.builds(Bubble, x=FINITE, y=FINITE, size=FINITE, label=NAMES, group=NAMES), max_size=12
)


def drawing(chart: Chart) -> ElementTree.Element:
    """The chart's three parts as one document, in which every number is one."""
    text = f"<svg>{chart.left.body}{chart.plot}{chart.right.body}</svg>"
    attributes = re.sub(r">[^<]*<", "><", text).lower()
    assert not re.search(r"\b(nan|inf|infinity)\b", re.sub(r'href="[^"]*"', "", attributes))
    return ElementTree.fromstring(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f￾￿]", "", text))


def marks(chart: Chart, kind: str) -> list[ElementTree.Element]:
    return [each for each in drawing(chart).iter() if kind in each.get("class", "").split()]


# --- Scales -----------------------------------------------------------------------------------


@given(st.lists(FINITE), st.booleans(), st.integers(2, 10))
def test_ticks_cover_the_data(values: list[float], zero: bool, about: int) -> None:
    scale = covering(values, zero=zero, about=about)
    assert math.isfinite(scale.low)
    assert math.isfinite(scale.high)
    assert scale.low < scale.high
    for value in values:
        assert 0 <= scale.share(value) <= 1
        if abs(value) < 1e290:
            assert scale.low <= value <= scale.high
    if zero:
        assert scale.low <= 0 <= scale.high
    assert all(math.isfinite(tick) for tick in scale.ticks(about))


@given(st.lists(st.floats(1e-250, 1e250)), st.integers(2, 10))
def test_ticks_by_ratio_cover_the_data(values: list[float], about: int) -> None:
    scale = covering(values, log=True, about=about)
    assert 0 < scale.low < scale.high
    for value in values:
        assert scale.low <= value <= scale.high
        assert 0 <= scale.share(value) <= 1
    assert len(scale.ticks(about)) <= 4 * about


@given(st.floats(-1e4, 1e4), st.floats(0.01, 1e6), st.integers(3, 10))
def test_ticks_are_few_round_and_even(low: float, span: float, about: int) -> None:
    ticks = covering([low, low + span], about=about).ticks(about)
    assert 2 <= len(ticks) <= about + 3
    assert ticks[0] <= low + 1e-6 * span
    assert ticks[-1] >= low + span - 1e-6 * span
    steps = [after - before for before, after in pairwise(ticks)]
    assert all(math.isclose(step, steps[0], rel_tol=1e-6) for step in steps)


@pytest.mark.parametrize(
    ("values", "about", "ticks"),
    [
        ([0, 10], 5, [0, 2, 4, 6, 8, 10]),
        ([0.13, 0.87], 5, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        ([-3, 7], 5, [-4, -2, 0, 2, 4, 6, 8]),
        ([1200, 61000], 4, [0, 20000, 40000, 60000, 80000]),
    ],
)
def test_ticks_by_hand(values: list[float], about: int, ticks: list[float]) -> None:
    assert covering(values, about=about).ticks(about) == pytest.approx(ticks)


def test_scales_without_data_or_spread_still_scale() -> None:
    assert covering([]).share(0.5) == 0.5
    flat = covering([7.0, 7.0])
    assert flat.low < 7 < flat.high
    assert covering([0.0]).low < 0 < covering([0.0]).high


def test_a_scale_by_ratio_leaves_out_what_has_none() -> None:
    scale = covering([-1.0, 0.0, 0.5, 20.0], log=True)
    assert (scale.low <= 0.5, scale.high >= 20.0) == (True, True)
    assert scale.share(math.sqrt(scale.low * scale.high)) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("ticks", "decimals"), [([0, 1, 2], 0), ([0, 0.5, 1], 1), ([0.25, 0.5], 2), ([], 0)]
)
def test_decimals_are_those_the_ticks_need(ticks: list[float], decimals: int) -> None:
    assert decimals_of(ticks) == decimals


@given(st.integers(1800, 2100), st.integers(0, 300), st.integers(2, 12))
def test_years_end_with_the_last_and_are_few(first: int, span: int, most: int) -> None:
    years = year_ticks(first, first + span, most)
    assert years[-1] == first + span
    assert years == sorted(set(years))
    assert min(years) >= first
    assert len(years) <= most


# --- Writing ----------------------------------------------------------------------------------


@given(NAMES)
def test_text_cannot_become_markup(text: str) -> None:
    drawn = mark(text, element("circle", class_=text), address=f"/?q={text}")
    assert "<script" not in drawn.lower()
    assert drawn.count("<") in {4, 5}  # the title of no text closes itself


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_no_place_is_none(value: float) -> None:
    with pytest.raises(ValueError, match="no place"):
        number(value)


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (-0.001, "0"), (1.5, "1.5"), (100, "100")])
def test_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text


# --- Lines ------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(st.lists(st.builds(Line, name=NAMES, points=POINTS), max_size=5))
def test_lines_hold_for_every_figure(lines: list[Line]) -> None:
    chart = line_chart(lines, title="t", y_kind="decimal", y_label="y")
    known = sum(y is not None for line in lines for _x, y, _status in line.points)
    assert len(marks(chart, "mark")) == known
    assert chart.empty == (known == 0)
    assert len(chart.table.rows) == len({x for line in lines for x, _y, _s in line.points})


def test_a_year_without_a_figure_breaks_the_line() -> None:
    points: list[tuple[float, float | None, Status]] = [
        (2019, 1.0, "observed"),
        (2020, 2.0, "observed"),
        (2021, None, "withheld"),
        (2022, 3.0, "estimated"),
        (2023, 4.0, "observed"),
    ]
    assert list(broken(points)) == [[(2019, 1.0), (2020, 2.0)], [(2022, 3.0), (2023, 4.0)]]
    chart = line_chart([Line("a", points)], title="t", y_kind="decimal", y_label="y")
    (path,) = marks(chart, "line")
    assert path.get("d", "").count("M") == 2
    assert len(marks(chart, "estimated")) == 1
    (title,) = [each[0].text for each in marks(chart, "estimated")]
    assert title == "a, 2022: 3.00 (estimated)"
    assert chart.table.rows[2]["0"].status == "withheld"


def test_many_lines_are_named_in_the_key_only() -> None:
    lines = [Line(f"line {at}", [(2020, float(at), "observed")]) for at in range(13)]
    chart = line_chart(lines, title="t", y_kind="decimal", y_label="y")
    assert chart.right.body == ""
    assert [each.label for each in chart.key] == [line.name for line in lines]


@given(POINTS)
def test_sparklines_hold_for_every_figure(points: list[tuple[float, float | None, Status]]) -> None:
    drawn = sparkline(points, label="a < b")
    assert "nan" not in drawn
    assert ElementTree.fromstring(drawn)[0].text == "a < b"


# --- Bubbles ----------------------------------------------------------------------------------


@settings(max_examples=40)
@given(BUBBLES, st.booleans(), st.booleans())
def test_bubbles_hold_for_every_figure(bubbles: list[Bubble], x_log: bool, y_log: bool) -> None:
    chart = scatter_chart(
        bubbles, title="t", x_label="x", y_label="y", x_kind="decimal", y_kind="percent",
        x_guide=1.0, y_guide=None if y_log else 0.0, x_log=x_log, y_log=y_log, size_label="s",
    )  # fmt: skip
    shown = [each for each in bubbles if (each.x > 0 or not x_log) and (each.y > 0 or not y_log)]
    assert len(marks(chart, "bubble")) == len(shown)
    assert len(chart.table.rows) == len(bubbles)
    assert ("table only" in chart.note) == (len(shown) < len(bubbles))


def test_area_tells_size() -> None:
    small, half, large = radius(0, 100), radius(50, 100), radius(100, 100)
    assert (half - small) ** 2 * 2 == pytest.approx((large - small) ** 2)
    assert radius(1, 0) == small


def test_a_bubble_leads_to_its_page_and_says_its_figures() -> None:
    chart = scatter_chart(
        [Bubble(2.0, -0.05, 1000, "Wien & Umland", "/x/?a=1&b=2", "traded", 2)],
        title="t", x_label="LQ", y_label="Growth", x_kind="decimal", y_kind="percent",
        size_label="Employment",
    )  # fmt: skip
    (bubble,) = marks(chart, "mark")
    assert bubble.get("href") == "/x/?a=1&b=2"
    assert (bubble[0].text or "").splitlines() == [
        "Wien & Umland", "LQ: 2.00", "Growth: \N{MINUS SIGN}5.0%", "Employment: 1,000", "2 stars",
    ]  # fmt: skip


DISCS = st.lists(
    st.builds(
        Disc,
        across=st.floats(0, 1),
        down=st.floats(20, 380),
        radius=st.floats(4, 26),
        label=st.text("abcdefgh", max_size=20),
    ),
    max_size=30,
)


@settings(max_examples=40)
@given(DISCS)
def test_labels_do_not_cover_each_other(discs: list[Disc]) -> None:
    widths = (260.0, 480.0, 860.0)
    labels = placed(discs, widths=widths, most=(6, 12, 22), height=400)
    assert len({each.disc for each in labels}) == len(labels)
    assert [each.level for each in labels] == sorted(each.level for each in labels)
    for level, width in enumerate(widths):
        boxes = []
        for each in labels:
            if each.level == level:
                disc = discs[each.disc]
                long = len(disc.label) * 6.6
                left = disc.across * width + each.dx
                left -= {"start": 0.0, "middle": long / 2, "end": long}[each.anchor]
                boxes.append((left, left + long, disc.down + each.dy))
        for at, (left, right, base) in enumerate(boxes):
            for other_left, other_right, other_base in boxes[at + 1 :]:
                apart_enough = right <= other_left or other_right <= left
                assert apart_enough or abs(base - other_base) >= 16


@given(st.lists(st.floats(-50, 450), max_size=12))
def test_names_at_line_ends_stand_apart_in_order(wanted: list[float]) -> None:
    places = apart(wanted, gap=16, low=0, high=280)
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    stacked = [places[at] for at in order]
    assert all(-1e-6 <= each <= 280 + 1e-6 for each in stacked)
    for before, after in pairwise(stacked):
        assert after - before >= 16 - 1e-6


# --- Bars -------------------------------------------------------------------------------------


@given(
    st.lists(st.builds(Bar, label=NAMES, value=st.none() | FINITE, status=STATUSES), max_size=12)
)
def test_bars_hold_for_every_figure(bars: list[Bar]) -> None:
    chart = bar_chart(bars, title="t", kind="percent", guide=1.0)
    assert len(marks(chart, "bar")) == len(bars)
    assert [row["value"].value for row in chart.table.rows] == [each.value for each in bars]


def test_bars_start_at_zero() -> None:
    chart = bar_chart([Bar("up", 10.0), Bar("down", -10.0)], title="t", kind="count")
    up, down = marks(chart, "bar")
    assert (up.get("x"), up.get("width")) == ("50%", "50%")
    assert (down.get("x"), down.get("width")) == ("0%", "50%")
