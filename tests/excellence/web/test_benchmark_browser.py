"""Report, statistics and portfolio in a real browser: for everybody, at both widths and colours."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hanse.excellence.web.demo.peers import make_peer_release, make_peers
from tests.browser import WIDTHS, NewPage, axe_violations, sign_in
from tests.excellence.factories import make_confirmed
from tests.foundation.web.factories import make_cast

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_can_be_used_by_everybody(new_page: NewPage, width: int) -> None:
    today = timezone.localdate()
    cast = make_cast()
    make_confirmed(cast.organisation, reference_year=2023)
    made = make_confirmed(
        cast.organisation, reference_year=2025, interviewed=today - timedelta(days=3)
    )
    make_peers(50, today, seed=4)
    make_peer_release(today)
    page = new_page(width)
    found: dict[str, object] = {}
    for person, paths in (
        (
            cast.owner,
            [f"/excellence/benchmarkings/{made.pk}/report/", "/excellence/statistics/"],
        ),
        (cast.officer, ["/excellence/portfolio/"]),
    ):
        sign_in(page, person)
        for path in paths:
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            if problems := axe_violations(page):
                found[path] = problems
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found[f"{path} width"] = wide
    assert found == {}
