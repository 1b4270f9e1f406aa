"""Answering together: saving without losing anybody's answer, importing, notes and verdicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.excellence.criteria.answers import Answer, as_json
from hanse.excellence.criteria.plausibility import Finding
from hanse.excellence.web.benchmarking_answers import (
    answers_before,
    judged_findings,
    last_time,
    sheet_of,
    values_of,
)
from hanse.excellence.web.benchmarking_permits import locked, require_step
from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.excellence.web.models.benchmarking_answers import (
    BenchmarkingAnswer,
    BenchmarkingReview,
    FindingNote,
    Verdict,
)
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answered, and the revision of the answer that their page showed (0: none)."""

    answer: Answer
    seen: int


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of answers that were sent together.

    saved: codes written. conflicts: those that somebody else changed meanwhile, with the row that
    stands; what was sent is not written. fresh: those that somebody else changed and the sender
    did not touch.
    """

    saved: tuple[str, ...]
    conflicts: Mapping[str, BenchmarkingAnswer]
    fresh: Mapping[str, BenchmarkingAnswer]


@action
def answers_save(*, by: User, benchmarking: Benchmarking, given: Mapping[str, Given]) -> Saved:
    """Write the answers that differ from those that stand, unless somebody else changed them.

    An answer is overwritten only by who has seen it: `seen` must be its revision. Otherwise it is
    a conflict, save where the sender left it as their page showed it, or gives the same answer.
    """
    current = locked(benchmarking)
    require_step(by, "answers_save", current)
    rows = {row.question: row for row in current.answers.select_related("by")}
    shown = _shown(current, rows, given)
    saved: list[str] = []
    conflicts: dict[str, BenchmarkingAnswer] = {}
    fresh: dict[str, BenchmarkingAnswer] = {}
    for code, each in given.items():
        row = rows.get(code)
        value = as_json(each.answer)
        if value == (row.value if row else None):
            continue
        if row is None or row.revision == each.seen:
            _write(current, row, code, value, by)
            saved.append(code)
        elif value == shown.get((code, each.seen)):
            fresh[code] = row
        else:
            conflicts[code] = row
    record(current, {"answers": saved, **({"conflicts": sorted(conflicts)} if conflicts else {})})
    return Saved(tuple(saved), conflicts, fresh)


@action
def answers_import(*, by: User, benchmarking: Benchmarking, codes: Sequence[str]) -> list[str]:
    """Take over last time's answers to the questions `codes`; returns those that were written.

    Raises `ValidationError` when there is nothing to take over.
    """
    current = locked(benchmarking)
    require_step(by, "answers_import", current)
    before = answers_before(current)
    rows = {row.question: row for row in current.answers.all()}
    written = []
    for code in codes:
        value = as_json(before.get(code))
        row = rows.get(code)
        if value is None or (row and row.value == value):
            continue
        _write(current, row, code, value, by)
        written.append(code)
    if not written:
        raise ValidationError(_("There was nothing to take over."))
    last = last_time(current)
    record(current, {"answers": written, "from": last.reference_year if last else None})
    return written


@action
def finding_note(
    *, by: User, benchmarking: Benchmarking, finding: str, text: str
) -> FindingNote | None:
    """Explain a finding that is queried; an empty text takes the explanation away.

    Raises `ValidationError` for a finding there is not (any more), or an error, which no note
    settles.
    """
    current = locked(benchmarking)
    require_step(by, "finding_note", current)
    sheet = sheet_of(current)
    found: dict[str, Finding] = {
        each.finding.code: each.finding
        for each in judged_findings(sheet, answers_before(current), "en")
    }
    if finding not in found:
        raise ValidationError(_("This finding is settled: the answers have changed."))
    if found[finding].level == "error":
        raise ValidationError(_("This must be mended; a note does not settle it."))
    note = None
    if text.strip():
        note, _is_new = FindingNote.objects.update_or_create(
            benchmarking=current,
            finding=finding,
            defaults={
                "text": text.strip(),
                "answers": values_of(sheet, found[finding]),
                "by": by,
                "at": timezone.now(),
            },
        )
    else:
        current.notes.filter(finding=finding).delete()
    record(current, {"finding": finding})
    return note


@dataclass(frozen=True, slots=True)
class Judgement:
    """An expert's verdict on one answer. answer: the corrected one, None strikes it out."""

    verdict: Verdict
    answer: Answer = None
    note: str = ""


@action
def answers_review(
    *, by: User, benchmarking: Benchmarking, judgements: Mapping[str, Judgement]
) -> list[str]:
    """Confirm or correct answers; what the organisation gave stays beside it.

    Returns the codes judged. Raises `ValidationError` for a correction that says nothing, or
    corrects nothing.
    """
    current = locked(benchmarking)
    require_step(by, "answers_review", current)
    sheet = sheet_of(current)
    for code, each in judgements.items():
        label = sheet.asked.question(code).text
        if each.verdict == Verdict.CORRECTED and not each.note.strip():
            raise ValidationError(
                _("Say what the correction rests on: %(question)s") % {"question": label}
            )
        if each.verdict == Verdict.CORRECTED and each.answer == sheet.given.get(code):
            raise ValidationError(
                _("The correction is the same as the answer: %(question)s") % {"question": label}
            )
        BenchmarkingReview.objects.update_or_create(
            benchmarking=current,
            question=code,
            defaults={
                "verdict": each.verdict,
                "value": as_json(each.answer) if each.verdict == Verdict.CORRECTED else None,
                "note": each.note.strip(),
                "revision": sheet.revision(code),
                "by": by,
                "at": timezone.now(),
            },
        )
    record(
        current,
        {
            "confirmed": [c for c, j in judgements.items() if j.verdict == Verdict.CONFIRMED],
            "corrected": [c for c, j in judgements.items() if j.verdict == Verdict.CORRECTED],
        },
    )
    return list(judgements)


def _write(
    benchmarking: Benchmarking, row: BenchmarkingAnswer | None, code: str, value: Any, by: User
) -> None:
    if row is None:
        row = BenchmarkingAnswer(benchmarking=benchmarking, question=code, revision=0)
    row.value = value
    row.revision += 1
    row.by = by
    row.at = timezone.now()
    row.save()


def _shown(
    benchmarking: Benchmarking,
    rows: Mapping[str, BenchmarkingAnswer],
    given: Mapping[str, Given],
) -> dict[tuple[str, int], Any]:
    """(question, revision) -> value, of the earlier revisions that senders' pages showed."""
    stale = [
        code for code, each in given.items() if code in rows and rows[code].revision != each.seen
    ]
    shown: dict[tuple[str, int], Any] = {(code, 0): None for code in stale}
    if stale:
        earlier = BenchmarkingAnswer.history.filter(benchmarking=benchmarking, question__in=stale)
        for question, revision, value in earlier.values_list("question", "revision", "value"):
            shown[question, revision] = value
    return shown
