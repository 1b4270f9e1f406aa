"""Evidence for tests of the journey: a hand-made history, and generated ones."""

from datetime import date, timedelta
from itertools import count
from random import Random

from hypothesis import strategies as st

from hanse.collaboration.journey.evidence import Evidence, EvidenceKind

K = EvidenceKind
ON = date(2026, 6, 30)

_numbers = count(1)


def ev(
    kind: EvidenceKind,
    *parties: int,
    since: date | None = date(2025, 1, 1),
    until: date | None = None,
    public: bool = True,
) -> Evidence:
    """One record with a key of its own."""
    number = next(_numbers)
    return Evidence(
        kind, parties, since, until, (kind.value, number), f"Record {number}", "", public
    )


def history(seed: int, organisations: int, records: int) -> list[Evidence]:
    """A made-up history over ten years, for measuring and for naive twins."""
    draw = Random(seed)
    kinds = list(EvidenceKind)
    listed = []
    for number in range(records):
        kind = kinds[min(int(draw.expovariate(0.7)), len(kinds) - 1)]
        parties = draw.randint(3, 9) if kind is K.CONSORTIUM else 2
        near = draw.randrange(organisations)
        chosen = {near} | {
            (near + round(draw.gauss(0, organisations / 40))) % organisations
            for _ in range(parties * 3)
        }
        if len(chosen) < 2:
            continue
        since = date(2016, 7, 1) + timedelta(days=draw.randrange(3650))
        until = since + timedelta(days=draw.randrange(30, 1500)) if draw.random() < 0.4 else None
        listed.append(
            Evidence(
                kind,
                tuple(sorted(chosen))[:parties],
                since if draw.random() > 0.05 else None,
                until,
                (kind.value, number),
                f"Record {number}",
            )
        )
    return [each for each in listed if len(each.parties) > 1]


@st.composite
def histories(draw: st.DrawFn) -> list[Evidence]:
    """A few records among a few organisations."""
    count_ = draw(st.integers(0, 14))
    listed = []
    for number in range(count_):
        parties = draw(st.sets(st.integers(1, 7), min_size=1, max_size=4))
        since = draw(st.none() | st.dates(date(2018, 1, 1), date(2026, 12, 31)))
        lasts = draw(st.none() | st.integers(0, 2000))
        until = since + timedelta(days=lasts) if since and lasts is not None else None
        kind = draw(st.sampled_from(list(EvidenceKind)))
        listed.append(Evidence(kind, tuple(parties), since, until, (kind.value, number), ""))
    return listed
