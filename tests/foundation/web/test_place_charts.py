"""Places on a rail and funnels: marks where they belong, words that say the same, no bad number."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.foundation.web.charts.chart import Chart
from hanse.foundation.web.charts.funnel import FunnelGroup, funnel_chart
from hanse.foundation.web.charts.strip import Placed, strip_chart
from tests.foundation.web.test_charts import drawing, marks

PLACES = st.none() | st.floats(0, 100)


def test_a_strip_shows_place_interval_and_light_in_words() -> None:
    rows = [
        Placed("Rivers", 72.4, 61.0, 83.0, "good", "above the peers", "#rivers"),
        Placed("Canals", None),
    ]
    chart = strip_chart(rows, title="Waters", place_label="Percentile")
    (circle,) = marks(chart, "place")
    assert circle.get("cx") == "72.4%"
    (band,) = marks(chart, "band")
    assert (band.get("x"), band.get("width")) == ("61%", "22%")
    titles = [each.text for each in drawing(chart).iter("title")]
    assert titles == ["Rivers: 72 (61\N{EN DASH}83), above the peers", "Canals: not compared"]
    assert [row["place"].value for row in chart.table.rows] == [72.4, None]
    assert chart.table.rows[1]["place"].status == "missing"
    (link,) = drawing(chart).iter("a")
    assert link.get("href") == "#rivers"


def test_a_strip_without_places_is_empty() -> None:
    assert strip_chart([Placed("Canals", None)], title="Waters", place_label="Percentile").empty


@given(rows=st.lists(st.builds(Placed, st.text(max_size=70), PLACES), max_size=12))
@settings(max_examples=30, deadline=None)
def test_every_strip_can_be_drawn(rows: list[Placed]) -> None:
    chart = strip_chart(rows, title="Any", place_label="Percentile")
    assert len(marks(chart, "mark")) == len(rows)


def funnel(groups: list[FunnelGroup]) -> Chart:
    return funnel_chart(
        groups,
        target=10.0,
        inner=lambda n: (10 - 20 / n**0.5, 10 + 20 / n**0.5),
        outer=lambda n: (10 - 30 / n**0.5, 10 + 30 / n**0.5),
        names=("inner", "outer"),
        title="Funnel",
        x_label="Answers",
        y_label="Mean",
        kind="decimal",
    )


def test_a_funnel_shows_groups_between_curves() -> None:
    groups = [FunnelGroup("Ports", 9, 14.0), FunnelGroup("Mills", 64, 4.0, "bad", "far apart")]
    chart = funnel(groups)
    assert len(marks(chart, "dot")) == 2
    assert len(marks(chart, "limit")) == 4
    titles = [each.text for each in drawing(chart).iter("title")]
    assert titles == ["Ports: 14.00, Answers 9", "Mills: 4.00, Answers 64, far apart"]
    assert funnel([]).empty


@given(
    groups=st.lists(
        st.builds(FunnelGroup, st.text(max_size=20), st.integers(1, 5000), st.floats(-1e9, 1e9)),
        min_size=1,
        max_size=15,
    )
)
@settings(max_examples=30, deadline=None)
def test_every_funnel_can_be_drawn(groups: list[FunnelGroup]) -> None:
    assert len(marks(funnel(groups), "dot")) == len(groups)


@pytest.mark.parametrize("word", ["ranking", "best", "worst"])
def test_a_funnel_ranks_nobody(word: str) -> None:
    chart = funnel([FunnelGroup("Ports", 9, 14.0)])
    assert word not in chart.plot.lower()
