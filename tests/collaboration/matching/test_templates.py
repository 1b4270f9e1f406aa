"""The five types, what each asks, and which meets which."""

import pytest

from hanse.collaboration.matching.templates import (
    KIND_HELP,
    KIND_WORDS,
    TEMPLATES,
    OfferKind,
    is_need,
    may_meet,
)


@pytest.mark.parametrize("kind", OfferKind)
def test_each_type_has_words_and_a_template(kind: OfferKind) -> None:
    assert KIND_WORDS[kind]
    assert KIND_HELP[kind]
    codes = [section.code for section in TEMPLATES[kind]]
    assert len(codes) == len(set(codes))
    assert {"about", "partner"} <= set(codes)


def test_which_meets_which() -> None:
    assert {(a.value, b.value) for a in OfferKind for b in OfferKind if may_meet(a, b)} == {
        ("business_request", "business_offer"),
        ("technology_request", "technology_offer"),
        ("research_request", "technology_offer"),
        ("research_request", "research_request"),
    }
    assert [kind for kind in OfferKind if is_need(kind)] == [
        OfferKind.BUSINESS_REQUEST,
        OfferKind.TECHNOLOGY_REQUEST,
        OfferKind.RESEARCH_REQUEST,
    ]
