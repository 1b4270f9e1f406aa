"""Recommendations: each part by hand, all against naive loops, and the rules of the list."""

import math
from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.collaboration.matching.index import index_of
from hanse.collaboration.matching.parties import NOTHING_KNOWN, Party, Posting, Relatedness, Tie
from hanse.collaboration.matching.parts import ALONE, WEIGHTS, PartOf, weights_from
from hanse.collaboration.matching.recommend import compare, recommend
from hanse.collaboration.matching.templates import OfferKind, may_meet
from hanse.collaboration.matching.terms import terms
from hanse.foundation.sentences import Sentence

DAY = date(2026, 6, 1)
REQUEST, OFFER = OfferKind.TECHNOLOGY_REQUEST, OfferKind.TECHNOLOGY_OFFER
NEAR = Relatedness.of_pairs({("boats", "composites"): 0.62, ("boats", "timber"): 0.2})


def party(key: int, *postings: Posting, **more: object) -> Party:
    words = {"name": f"Party {key}", "kind": "cluster", "country": "AT", **more}
    return Party(key, postings=postings, **words)  # type: ignore[arg-type]


def posting(key: int, kind: OfferKind, text: str, *codes: tuple[str, str]) -> Posting:
    return Posting(key, kind, "", text, frozenset(codes))


def category(*codes: str) -> frozenset[tuple[str, str]]:
    return frozenset(("category", code) for code in codes)


def alone(part: PartOf, reader: Party, other: Party) -> float:
    """The value of a part for one party."""
    found = compare(index_of([other]), reader, on=DAY, relatedness=NOTHING_KNOWN, ties={})
    return float(found.values[part][0])


# --- Single parts, by hand --------------------------------------------------------------------


def test_words_of_texts() -> None:
    assert terms("We seek Sensors for hulls, glasses and batteries; a für Boïtes") == [
        "sensor", "hull", "glass", "battery", "fur", "boite",
    ]  # fmt: skip


def test_a_need_meets_an_offer_and_says_by_which_words() -> None:
    reader = party(1, posting(10, REQUEST, "laser scanner grading timber", ("technology", "x")))
    meets = party(2, posting(20, OFFER, "laser scanner grades boards", ("technology", "x")))
    same_side = party(3, posting(30, REQUEST, "laser scanner grading timber"))
    index = index_of([reader, meets, same_side])
    found = recommend(index, reader, on=DAY)
    assert [each.party.key for each in found] == [2]
    part = found[0].parts[0]
    assert part.code is PartOf.NEED
    assert part.value > 0.4
    assert found[0].posting == 20
    assert str(part.reason).startswith("Your need “” meets its offer “”.")
    assert "laser" in str(part.reason)
    assert "scanner" in str(part.reason)


def test_a_profile_meets_a_need_but_less_than_an_offer_does() -> None:
    reader = party(1, posting(10, REQUEST, "laser scanner"))
    by_profile = party(2, text="laser scanner")
    by_offer = party(3, posting(30, OFFER, "laser scanner"))
    found = recommend(index_of([reader, by_profile, by_offer]), reader, on=DAY)
    assert [(each.party.key, round(each.parts[0].value, 2)) for each in found] == [
        (3, 1.0),
        (2, 0.6),
    ]
    assert found[1].posting is None
    assert "profile says" in str(found[1].parts[0].reason)


def test_related_categories_are_a_reason_and_named() -> None:
    reader = party(1, codes=category("boats"))
    related = party(2, codes=category("composites"))
    hardly = party(3, codes=category("timber"))
    same = party(4, codes=category("boats"))
    index = index_of([reader, related, hardly, same])
    found = recommend(
        index, reader, on=DAY, relatedness=NEAR, name=lambda _kind, code: code.upper()
    )
    assert [each.party.key for each in found] == [4, 2]
    assert str(found[0].parts[1].reason) == "Both work in: BOATS."
    assert str(found[1].parts[1].reason) == (
        "Your BOATS and its COMPOSITES are related: they are found in the same regions "
        "(proximity 0.62)."
    )
    alone = recommend(index, reader, on=DAY, relatedness=NOTHING_KNOWN)
    assert [each.party.key for each in alone] == [4]


@pytest.mark.parametrize(
    ("own", "other", "value"),
    [("C1610", "C1610", 1.0), ("C1621", "C1629", 0.8), ("C161", "C162", 0.6), ("C16", "C31", 0.0)],
)
def test_industries_are_as_close_as_their_codes(own: str, other: str, value: float) -> None:
    reader = party(1, codes=frozenset({("industry", own)}))
    there = party(2, codes=frozenset({("industry", other)}))
    found = compare(index_of([there]), reader, on=DAY, relatedness=NOTHING_KNOWN, ties={})
    assert found.values[PartOf.RELATED].tolist() == [value]


@pytest.mark.parametrize(
    ("mine", "theirs", "value"),
    [
        ({"PT"}, {"AT"}, 1.0),
        ({"PT"}, {"JP"}, 0.7),
        (set(), {"AT"}, 0.7),
        ({"JP", "KR"}, {"JP"}, 0.25),
        ({"JP"}, {"KR"}, 0.0),
        (set(), set(), 0.0),
    ],
)
def test_target_countries(mine: set[str], theirs: set[str], value: float) -> None:
    one = party(1, targets=frozenset(mine))
    other = party(2, country="PT", targets=frozenset(theirs))
    assert alone(PartOf.TARGETS, one, other) == value


def test_complementary_members() -> None:
    firms, mixed = {"firm": 20}, {"firm": 5, "research": 5}

    def apart(mine: dict[str, int], theirs: dict[str, int]) -> float:
        return alone(PartOf.MEMBERS, party(1, members=mine), party(2, members=theirs))

    assert apart(firms, mixed) == 0.5
    assert apart(firms, firms) == 0.0
    assert apart(firms, {"research": 4}) == 0.0
    assert apart({"firm": 4}, mixed) == 0.0
    seeks = Posting(1, REQUEST, "", "", partners=frozenset({"research"}))
    assert alone(PartOf.MEMBERS, party(1, seeks), party(2, kind="research")) == 1.0


@pytest.mark.parametrize(("days", "value"), [(0, 1.0), (182, 0.5), (364, 0.25), (-3, 1.0)])
def test_freshness_halves_in_half_a_year(days: int, value: float) -> None:
    assert alone(PartOf.FRESH, party(1), party(2, seen=DAY - timedelta(days=days))) == value
    assert alone(PartOf.FRESH, party(1), party(2)) == 0.0


# --- The list ---------------------------------------------------------------------------------


def test_nobody_is_recommended_for_a_label_freshness_country_or_members() -> None:
    reader = party(1, members={"firm": 9}, targets=frozenset({"PT"}))
    good = party(
        2, label="gold", seen=DAY, country="PT", members={"research": 9}, targets=frozenset({"AT"})
    )
    assert recommend(index_of([reader, good]), reader, on=DAY) == []
    tied = {2: Tie(0.5, Sentence("You were in contact."))}
    found = recommend(index_of([reader, good]), reader, on=DAY, ties=tied)
    assert [each.party.key for each in found] == [2]
    assert all(part.reason for part in found[0].parts if part.value)
    assert [part.code for part in found[0].parts if part.reason is None] == [
        PartOf.NEED,
        PartOf.RELATED,
    ]


def test_weights_change_the_order_and_zero_silences() -> None:
    reader = party(1, codes=category("boats"), targets=frozenset({"PT"}))
    near = party(2, codes=category("boats"))
    there = party(3, codes=category("composites"), country="PT")
    index = index_of([reader, near, there])

    def order(**weights: int) -> list[int]:
        chosen = {part: weights.get(part.value, 0) for part in PartOf}
        found = recommend(index, reader, on=DAY, relatedness=NEAR, weights=chosen)
        return [each.party.key for each in found]

    assert order(related=1) == [2, 3]
    assert order(related=1, targets=5) == [3, 2]
    assert order(targets=1) == [3, 2]
    with pytest.raises(ValueError, match="weight"):
        order()
    with_zero = {**WEIGHTS, PartOf.RELATED: 0}
    found = recommend(index, reader, on=DAY, relatedness=NEAR, weights=with_zero)
    assert PartOf.RELATED not in {part.code for part in found[0].reasons}


def test_blocked_ones_and_oneself_are_left_out() -> None:
    everyone = [party(key, codes=category("boats")) for key in (1, 2, 3)]
    found = recommend(index_of(everyone), everyone[0], on=DAY, without={3})
    assert [each.party.key for each in found] == [2]


def test_an_empty_site_and_an_empty_reader() -> None:
    assert recommend(index_of([]), party(1), on=DAY) == []
    bare = party(1)
    assert recommend(index_of([bare, party(2, codes=category("boats"))]), bare, on=DAY) == []


@pytest.mark.parametrize(
    ("given_words", "changed"),
    [
        ({}, {}),
        ({"need": "0", "label": "4"}, {PartOf.NEED: 0, PartOf.LABEL: 4}),
        ({"need": "9", "label": "-1", "fresh": "1.5", "ties": "²"}, {}),
        ({part.value: "0" for part in PartOf}, {}),
    ],
)
def test_weights_of_an_address(given_words: dict[str, str], changed: dict[PartOf, int]) -> None:
    assert weights_from(given_words) == {**WEIGHTS, **changed}


# --- Against naive loops ----------------------------------------------------------------------

WORDS = st.lists(
    st.sampled_from(["laser", "timber", "hull", "sensor", "glass", "paint"]), max_size=6
)
CODES = st.frozensets(
    st.tuples(st.just("category"), st.sampled_from(["boats", "timber", "composites", "glass"]))
    | st.tuples(st.just("technology"), st.sampled_from(["sensors", "robots"]))
    | st.tuples(st.just("industry"), st.sampled_from(["C16", "C161", "C1610", "C1621", "C30"])),
    max_size=4,
)


@st.composite
def postings(draw: st.DrawFn, key: int) -> Posting:
    return Posting(
        key,
        draw(st.sampled_from(list(OfferKind))),
        "",
        " ".join(draw(WORDS)),
        draw(CODES),
        draw(st.frozensets(st.sampled_from(["AT", "PT", "JP"]), max_size=2)),
    )


@st.composite
def parties(draw: st.DrawFn) -> list[Party]:
    return [
        Party(
            key,
            f"Party {key}",
            "cluster",
            draw(st.sampled_from(["AT", "PT"])),
            " ".join(draw(WORDS)),
            draw(CODES),
            postings=tuple(draw(postings(10 * key + at)) for at in range(draw(st.integers(0, 2)))),
        )
        for key in range(draw(st.integers(2, 5)))
    ]


Row = tuple[Party, OfferKind | None, str, frozenset[tuple[str, str]]]


def naive_rows(everyone: list[Party]) -> list[Row]:
    rows: list[Row] = []
    for each in everyone:
        rows += [(each, one.kind, f"{one.title}. {one.text}", one.codes) for one in each.postings]
        if each.text:
            rows.append((each, None, each.text, each.codes))
    return rows


def naive_cosine(one: str, other: str, every: list[str]) -> float:
    def weighed(text: str) -> dict[str, float]:
        counted = Counter(terms(text))
        rarity = {
            term: math.log((1 + len(every)) / (1 + sum(term in terms(each) for each in every))) + 1
            for term in counted
        }
        return {term: (1 + math.log(times)) * rarity[term] for term, times in counted.items()}

    a, b = weighed(one), weighed(other)
    lengths = math.sqrt(sum(v * v for v in a.values()) * sum(v * v for v in b.values()))
    return sum(a[term] * b[term] for term in a if term in b) / lengths if lengths else 0.0


def naive_need(reader: Party, other: Party, everyone: list[Party]) -> float:
    rows = naive_rows(everyone)
    texts = [text for _party, _kind, text, _codes in rows]
    best = 0.0
    for own in reader.postings:
        for owner, kind, text, codes in rows:
            if owner.key != other.key:
                continue
            if kind is None:
                fits = any(may_meet(own.kind, each) for each in OfferKind)
            else:
                fits = may_meet(own.kind, kind) or may_meet(kind, own.kind)
            words = min(naive_cosine(f"{own.title}. {own.text}", text, texts) / 0.3, 1.0)
            if not fits:
                continue
            smaller = min(len(own.codes), len(codes))
            agree = len(own.codes & codes) / smaller if smaller else 1.0
            value = words * (0.7 + 0.3 * agree)
            best = max(best, value * (0.6 if kind is None else 1.0))
    return best


def naive_related(reader: Party, other: Party) -> float:
    best = 0.0
    pairs = {("boats", "composites"): 0.62, ("boats", "timber"): 0.2}
    for one in reader.of_kind("category"):
        for two in other.of_kind("category"):
            known = pairs.get((one, two), pairs.get((two, one), 0.0))
            best = max(best, 1.0 if one == two else known)
    for one in reader.of_kind("industry"):
        for two in other.of_kind("industry"):
            for letters, value in ((5, 1.0), (4, 0.8), (3, 0.6)):
                if min(len(one), len(two)) >= letters and one[:letters] == two[:letters]:
                    best = max(best, value)
    if reader.of_kind("technology") & other.of_kind("technology"):
        best = max(best, 0.5)
    return best


@given(parties())
def test_the_fast_version_agrees_with_naive_loops(everyone: list[Party]) -> None:
    reader = everyone[0]
    found = compare(index_of(everyone), reader, on=DAY, relatedness=NEAR, ties={})
    need = [naive_need(reader, each, everyone) for each in everyone]
    related = [naive_related(reader, each) for each in everyone]
    np.testing.assert_allclose(found.values[PartOf.NEED], need, atol=1e-9)
    np.testing.assert_allclose(found.values[PartOf.RELATED], related, atol=1e-9)


@given(parties(), st.randoms())
def test_each_recommendation_has_its_reasons_and_the_order_of_rows_does_not_matter(
    everyone: list[Party], random: object
) -> None:
    reader = everyone[0]
    found = recommend(index_of(everyone), reader, on=DAY, relatedness=NEAR)
    shuffled = list(everyone)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = recommend(index_of(shuffled), reader, on=DAY, relatedness=NEAR)
    assert found == again
    for each in found:
        values = {part.code: part.value for part in each.parts}
        assert any(values[part] >= least for part, least in ALONE.items())
        assert all((part.reason is not None) == (part.value > 0) for part in each.parts)
        weighed = sum(WEIGHTS[part] * value for part, value in values.items())
        assert each.score == pytest.approx(weighed / sum(WEIGHTS.values()))
        assert all(0 <= value <= 1 + 1e-9 for value in values.values())
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
