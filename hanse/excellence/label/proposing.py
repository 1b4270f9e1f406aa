"""Experts for files: only certified ones without a conflict, the mix a level asks for, fair loads.

All files that wait are staffed together, exactly, by integer programming (SciPy's HiGHS), in a
lexicographic order of aims: as many files staffed as can be; as few experts without a language of
the cluster as can be; loads as even as can be (the sum of squared loads is least); and of what is
left, experts in the order given. Every choice and every passing over has its reason in words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from hanse.excellence.label.conflicts import Conflict
from hanse.foundation.problems import HanseError
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _

_ROUNDING: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Places:
    """How many experts a file asks for, and how many of them of its country and of others."""

    experts: int
    national: int = 0
    foreign: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert who might be proposed.

    country: "" where it is not known, which lets nobody be proposed. load: files under way.
    languages: ISO 639 codes.
    """

    expert: int
    country: str
    certified: bool
    languages: frozenset[str] = frozenset()
    load: int = 0


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A file that needs experts.

    languages: of the cluster; () where any will do. conflicts: expert -> what speaks against them.
    passed: expert -> why they are out this time, such as an objection or a refusal.
    """

    file: int
    country: str
    places: Places
    languages: frozenset[str] = frozenset()
    conflicts: Mapping[int, Sequence[Conflict]] = field(default_factory=dict)
    passed: Mapping[int, Sentence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one candidate for one file, and why. open: could be chosen."""

    expert: int
    chosen: bool
    open: bool
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Experts for a file. experts: () where none could be proposed; `wanting` then says why."""

    file: int
    experts: tuple[int, ...]
    verdicts: tuple[Verdict, ...]
    wanting: Sentence | None = None


def propose(vacancies: Sequence[Vacancy], candidates: Sequence[Candidate]) -> tuple[Proposal, ...]:
    """A proposal for each vacancy, in their order; candidates earlier in the list win ties.

    Raises `HanseError` when the solver fails, which for programs this small means a fault of ours.
    """
    pairs = [
        (at, who)
        for at, vacancy in enumerate(vacancies)
        for who, candidate in enumerate(candidates)
        if not barriers(candidate, vacancy)
    ]
    chosen = _assign(vacancies, candidates, pairs)
    loads = [
        candidate.load + sum(other == who for _at, other in chosen)
        for who, candidate in enumerate(candidates)
    ]
    return tuple(
        _explained(at, vacancy, candidates, chosen, loads) for at, vacancy in enumerate(vacancies)
    )


def barriers(candidate: Candidate, vacancy: Vacancy) -> tuple[Sentence, ...]:
    """Why a candidate cannot be proposed for a file at all; () where they can."""
    found = []
    if not candidate.certified:
        found.append(Sentence(_("Has no valid certificate.")))
    if not candidate.country:
        found.append(Sentence(_("Has not said in which country they work.")))
    conflicts = vacancy.conflicts.get(candidate.expert, ())
    found.extend(conflict.said() for conflict in conflicts)
    if passed := vacancy.passed.get(candidate.expert):
        found.append(passed)
    return tuple(found)


def mix_faults(places: Places, country: str, countries: Sequence[str]) -> tuple[Sentence, ...]:
    """What is wrong with experts of `countries` for a file in `country`; () where they suit."""
    national = sum(each == country for each in countries)
    foreign = sum(each not in {country, ""} for each in countries)
    found = []
    if len(countries) != places.experts:
        found.append(
            Sentence(
                _("{needed} experts are needed; these are {found}."),
                {"needed": places.experts, "found": len(countries)},
            )
        )
    if national < places.national:
        found.append(Sentence(_("An expert of the cluster's own country is wanting.")))
    if foreign < places.foreign:
        found.append(Sentence(_("An expert of another country is wanting.")))
    return tuple(found)


# --- The program ------------------------------------------------------------------------------


def _assign(
    vacancies: Sequence[Vacancy],
    candidates: Sequence[Candidate],
    pairs: Sequence[tuple[int, int]],
) -> frozenset[tuple[int, int]]:
    """The pairs (vacancy, candidate) that are chosen.

    Variables, all 0 or 1: x for each pair; s for each vacancy (it is staffed); z for each candidate
    and each further file they may get. As squares grow, further files cost more and more, so that
    the z of a candidate fill up in order by themselves.
    """
    if not pairs:
        return frozenset()
    files, people = len(vacancies), len(candidates)
    n_x = len(pairs)
    steps = [(who, k) for who in range(people) for k in range(sum(p[1] == who for p in pairs))]
    size = n_x + files + len(steps)
    rows: list[tuple[dict[int, float], float, float]] = []
    for at, vacancy in enumerate(vacancies):
        own = [index for index, pair in enumerate(pairs) if pair[0] == at]
        national = [i for i in own if candidates[pairs[i][1]].country == vacancy.country]
        foreign = [i for i in own if i not in set(national)]
        staffed = n_x + at
        places = vacancy.places
        # A file gets all its experts or none.
        rows.append(({**dict.fromkeys(own, 1.0), staffed: -float(places.experts)}, 0.0, 0.0))
        rows.append(
            ({**dict.fromkeys(national, 1.0), staffed: -float(places.national)}, 0.0, np.inf)
        )
        rows.append(({**dict.fromkeys(foreign, 1.0), staffed: -float(places.foreign)}, 0.0, np.inf))
    for who in range(people):
        own = [index for index, pair in enumerate(pairs) if pair[1] == who]
        further = [n_x + files + i for i, step in enumerate(steps) if step[0] == who]
        if own:
            rows.append(({**dict.fromkeys(own, 1.0), **dict.fromkeys(further, -1.0)}, 0.0, 0.0))
    aims = _aims(vacancies, candidates, pairs, steps, size)
    solution = _lexicographic(aims, rows, size)
    return frozenset(pair for index, pair in enumerate(pairs) if solution[index] > 0.5)


def _aims(
    vacancies: Sequence[Vacancy],
    candidates: Sequence[Candidate],
    pairs: Sequence[tuple[int, int]],
    steps: Sequence[tuple[int, int]],
    size: int,
) -> list[NDArray[np.float64]]:
    """What is made least, the most important first."""
    n_x, files = len(pairs), len(vacancies)
    staffed, foreign_tongue, uneven, order = (np.zeros(size) for _ in range(4))
    staffed[n_x : n_x + files] = -1.0
    for index, (at, who) in enumerate(pairs):
        foreign_tongue[index] = not _speaks(candidates[who], vacancies[at])
        order[index] = who
    for index, (who, k) in enumerate(steps):
        load = candidates[who].load + k
        uneven[n_x + files + index] = (load + 1) ** 2 - load**2
    return [staffed, foreign_tongue, uneven, order]


def _lexicographic(
    aims: Sequence[NDArray[np.float64]],
    rows: Sequence[tuple[dict[int, float], float, float]],
    size: int,
) -> NDArray[np.float64]:
    """The 0-1 vector that makes each aim least among those that make the earlier ones least."""
    matrix = vstack([_line(row, size) for row, _low, _high in rows], format="csr")
    low = np.array([low for _row, low, _high in rows])
    high = np.array([high for _row, _low, high in rows])
    solution = np.zeros(size)
    for aim in aims:
        found = milp(
            aim,
            integrality=np.ones(size, dtype=np.int64),
            bounds=Bounds(0.0, 1.0),
            constraints=LinearConstraint(matrix, low, high),
        )
        if found.x is None:
            raise HanseError(
                "The experts could not be assigned.",
                why=f"The solver says: {found.message}",
                remedy="Propose them by hand, and report this as a fault.",
            )
        solution = np.round(found.x)
        matrix = vstack([matrix, csr_array(aim.reshape(1, -1))], format="csr")
        low = np.append(low, -np.inf)
        high = np.append(high, float(aim @ solution) + _ROUNDING)
    return solution


def _line(row: Mapping[int, float], size: int) -> csr_array:
    values = np.zeros((1, size))
    for index, value in row.items():
        values[0, index] = value
    return csr_array(values)


def _speaks(candidate: Candidate, vacancy: Vacancy) -> bool:
    return not vacancy.languages or bool(candidate.languages & vacancy.languages)


# --- Reasons ----------------------------------------------------------------------------------


def _explained(
    at: int,
    vacancy: Vacancy,
    candidates: Sequence[Candidate],
    chosen: frozenset[tuple[int, int]],
    loads: Sequence[int],
) -> Proposal:
    taken = [who for who in range(len(candidates)) if (at, who) in chosen]
    verdicts = []
    for who, candidate in enumerate(candidates):
        against = barriers(candidate, vacancy)
        if against:
            verdicts.append(Verdict(candidate.expert, chosen=False, open=False, reasons=against))
        elif who in taken:
            verdicts.append(
                Verdict(candidate.expert, True, True, _for(candidate, vacancy, loads[who]))
            )
        else:
            reason = _passed_over(candidate, vacancy, [candidates[each] for each in taken])
            verdicts.append(Verdict(candidate.expert, False, True, (reason,)))
    wanting = None if taken else _wanting(vacancy, candidates)
    experts = tuple(candidates[who].expert for who in taken)
    return Proposal(vacancy.file, experts, tuple(verdicts), wanting)


def _for(candidate: Candidate, vacancy: Vacancy, load: int) -> tuple[Sentence, ...]:
    national = candidate.country == vacancy.country
    reasons = [
        Sentence(_("Of the cluster's own country.") if national else _("Of another country."))
    ]
    if vacancy.languages and _speaks(candidate, vacancy):
        reasons.append(Sentence(_("Speaks a language of the cluster.")))
    elif vacancy.languages:
        reasons.append(
            Sentence(_("Speaks no language of the cluster, but nobody who does was free for it."))
        )
    reasons.append(Sentence(_("Files under way, this one included: {load}."), {"load": load}))
    return tuple(reasons)


def _passed_over(candidate: Candidate, vacancy: Vacancy, taken: Sequence[Candidate]) -> Sentence:
    """Why one who could have been chosen was not; compared with those of the same standing."""
    if not taken:
        return Sentence(_("Could be chosen, but the file cannot be staffed as a whole."))
    national = candidate.country == vacancy.country
    peers = [each for each in taken if (each.country == vacancy.country) == national]
    if not peers:
        if national:
            return Sentence(_("No place is left for an expert of the cluster's own country."))
        return Sentence(_("No place is left for an expert of another country."))
    if not _speaks(candidate, vacancy) and all(_speaks(each, vacancy) for each in peers):
        return Sentence(_("Speaks no language of the cluster, as those chosen do."))
    if candidate.load > max(each.load for each in peers):
        return Sentence(_("Has more files under way: {load}."), {"load": candidate.load})
    if candidate.load < min(each.load for each in peers):
        return Sentence(_("Is needed for other files that wait, or the loads would be less even."))
    return Sentence(_("As suitable as those chosen, who come first in the order."))


def _wanting(vacancy: Vacancy, candidates: Sequence[Candidate]) -> Sentence:
    open_to = [each for each in candidates if not barriers(each, vacancy)]
    national = sum(each.country == vacancy.country for each in open_to)
    places = vacancy.places
    if len(open_to) < places.experts:
        return Sentence(
            _("{needed} experts are needed; {found} are certified and free of conflicts."),
            {"needed": places.experts, "found": len(open_to)},
        )
    if national < places.national:
        return Sentence(_("No expert of the cluster's own country is free of conflicts."))
    if len(open_to) - national < places.foreign:
        return Sentence(_("No expert of another country is free of conflicts."))
    return Sentence(_("Other files that wait need the same experts."))
