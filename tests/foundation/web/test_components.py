"""The page of components, which shows each of them in every state."""

import re

from django.test import Client


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


def test_a_wrong_order_or_page_is_no_error(client: Client, db: None) -> None:
    answer = client.get("/components/?sort=nonsense&page=99999")
    assert answer.status_code == 200
    assert 'aria-sort="descending"' in answer.content.decode()
