"""News: the whole table of steps by hand, audiences, and when digests are due."""

from datetime import date, timedelta
from itertools import product

import pytest

from hanse.collaboration.journey.news import (
    NEWS_STATE_WORDS,
    NEWS_STEPS,
    Audience,
    NewsRefusedError,
    NewsState,
    Often,
    Writer,
    digest_due,
    news_offered,
    news_take,
    reads,
)

S, E, O = NewsState, Writer.EDITOR, Writer.OFFICER  # noqa: E741 - as short as the table

MAY = {
    "news_write": {(None, E), (None, O)},
    "news_change": {
        (S.DRAFT, E), (S.RETURNED, E), (S.DRAFT, O), (S.SUBMITTED, O), (S.PUBLISHED, O),
    },
    "news_submit": {(S.DRAFT, E), (S.RETURNED, E)},
    "news_publish": {(S.DRAFT, O), (S.SUBMITTED, O)},
    "news_return": {(S.SUBMITTED, O)},
    "news_withdraw": {
        (S.DRAFT, E), (S.SUBMITTED, E), (S.RETURNED, E), (S.PUBLISHED, E),
        (S.DRAFT, O), (S.SUBMITTED, O), (S.PUBLISHED, O),
    },
}  # fmt: skip


@pytest.mark.parametrize("code", sorted(MAY))
def test_who_may_take_which_step_from_where(code: str) -> None:
    allowed = set()
    for state, who in product([None, *NewsState], Writer):
        try:
            news_take(code, state, {who}, "because")
        except NewsRefusedError:
            continue
        allowed.add((state, who))
    assert allowed == MAY[code]
    assert {step.code for step in NEWS_STEPS} == set(MAY)
    assert set(NEWS_STATE_WORDS) == set(NewsState)


def test_refusals_are_said() -> None:
    with pytest.raises(NewsRefusedError, match="Say why"):
        news_take("news_return", S.SUBMITTED, {O}, " ")
    with pytest.raises(NewsRefusedError, match="published") as refused:
        news_take("news_submit", S.PUBLISHED, {E})
    assert not refused.value.by_role
    with pytest.raises(NewsRefusedError) as refused:
        news_take("news_publish", S.SUBMITTED, {E})
    assert refused.value.by_role
    with pytest.raises(KeyError):
        news_take("news_sing", S.DRAFT, {E})
    assert news_offered(S.WITHDRAWN, set(Writer)) == ()


READERS = {
    "visitor": (False, []),
    "alone": (True, []),
    "firm AT": (True, [("firm", "AT")]),
    "cluster DE": (True, [("cluster", "DE")]),
    "firm FR, cluster AT": (True, [("firm", "FR"), ("cluster", "AT")]),
}


@pytest.mark.parametrize(
    ("audience", "kinds", "countries", "readers"),
    [
        ("public", [], [], set(READERS)),
        ("members", [], [], set(READERS) - {"visitor"}),
        ("chosen", ["firm"], [], {"firm AT", "firm FR, cluster AT"}),
        ("chosen", [], ["DE"], {"cluster DE"}),
        # One organisation has to fit both: a firm in France and a cluster in Austria do not.
        ("chosen", ["firm"], ["AT"], {"firm AT"}),
    ],
)
def test_audiences(
    audience: str, kinds: list[str], countries: list[str], readers: set[str]
) -> None:
    found = {
        name
        for name, (signed_in, organisations) in READERS.items()
        if reads(
            Audience(audience), kinds, countries, signed_in=signed_in, organisations=organisations
        )
    }
    assert found == readers


def test_digests_are_due_once_in_their_time() -> None:
    day = date(2026, 3, 2)
    assert not digest_due(Often.DAILY, day, day)
    assert digest_due(Often.DAILY, day, day + timedelta(days=1))
    due = [digest_due(Often.WEEKLY, day, day + timedelta(days=n)) for n in range(9)]
    assert due == [False] * 7 + [True] * 2
