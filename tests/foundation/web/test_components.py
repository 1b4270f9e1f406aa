"""The page of components, which shows each of them in every state."""

import re

from django.test import Client

from hanse.foundation.web.charts.line import Line, Point, line_chart


def test_the_page_shows_every_component(client: Client, db: None) -> None:
    answer = client.get("/components/")
    assert answer.status_code == 200
    page = answer.content.decode()
    for part in (
        "badge", "stars", "figure", "table-frame", "chart", "empty", "progress", "field", "map",
        "crumbs", "tabs", "pills", "chips", "pages", "downloads", "panel", "tiles", "notice",
    ):  # fmt: skip
        assert re.search(rf'class="[^"]*\b{part}\b', page), part
    assert "nan" not in page.lower().split()


def test_no_page_part_carries_inline_style_or_script(client: Client, db: None) -> None:
    page = client.get("/components/").content.decode()
    assert not re.search(r"\sstyle=|<script>|\son[a-z]+=", page)


def test_a_table_is_sorted_and_cut_as_the_address_asks(client: Client, db: None) -> None:
    page = client.get("/components/?sort=name&page=2").content.decode()
    assert 'aria-sort="ascending"' in page
    assert 'aria-current="page" href="?sort=name&amp;page=2' in page


def test_the_state_of_a_table_is_told_to_those_who_listen(client: Client, db: None) -> None:
    page = client.get("/components/?page=2").content.decode()
    assert 'data-said="Trade of towns. Page 2 of 4. Sorted by Employment, highest first."' in page
    assert page.count('role="status"') == 1


def test_a_single_line_has_no_key_but_for_what_is_estimated() -> None:
    points: list[Point] = [(2020.0, 1.0, "observed"), (2021.0, 2.0, "estimated")]
    one = line_chart([Line("Riga", points)], title="Riga", y_kind="decimal", y_label="")
    assert [(each.label, each.always) for each in one.key] == [("Estimated", True)]
    two = line_chart([Line("Riga", points[:1])] * 2, title="", y_kind="decimal", y_label="")
    assert [each.label for each in two.key] == ["Riga", "Riga"]


def test_a_wrong_order_or_page_is_no_error(client: Client, db: None) -> None:
    answer = client.get("/components/?sort=nonsense&page=99999")
    assert answer.status_code == 200
    assert 'aria-sort="descending"' in answer.content.decode()
