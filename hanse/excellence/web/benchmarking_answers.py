"""Answers of a benchmarking as rules take them, read from the rows that keep them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hanse.excellence.criteria.answers import Answer, AnswerError, from_json
from hanse.excellence.criteria.changes import carried_over
from hanse.excellence.criteria.plausibility import Finding, findings
from hanse.excellence.criteria.questionnaire import Questionnaire
from hanse.excellence.web.models.benchmarking import Benchmarking, BenchmarkingState
from hanse.excellence.web.models.benchmarking_answers import (
    BenchmarkingAnswer,
    BenchmarkingReview,
    FindingNote,
    Verdict,
)
from hanse.foundation.problems import HanseError


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is kept of the answers of one benchmarking, read in two queries.

    given: as the organisation answered. rows, reviews: code of a question -> row.
    """

    benchmarking: Benchmarking
    asked: Questionnaire
    given: Mapping[str, Answer]
    rows: Mapping[str, BenchmarkingAnswer]
    reviews: Mapping[str, BenchmarkingReview]

    def revision(self, code: str) -> int:
        """The revision of the answer to a question; 0 where there is none."""
        row = self.rows.get(code)
        return row.revision if row else 0

    def review(self, code: str) -> BenchmarkingReview | None:
        """The verdict on a question's answer, unless the answer has changed since."""
        review = self.reviews.get(code)
        return review if review and review.revision == self.revision(code) else None

    def final(self) -> dict[str, Answer]:
        """The answers with the expert's corrections in place."""
        answers = dict(self.given)
        for code in self.asked.by_code:
            review = self.review(code)
            if review and review.verdict == Verdict.CORRECTED:
                answers[code] = taken(self.asked, code, review.value)
        return {code: answer for code, answer in answers.items() if answer is not None}

    def unjudged(self) -> list[str]:
        """Codes of the questions that the expert must still judge: all that are answered, and all
        that must be."""
        return [
            question.code
            for question in self.asked.questions
            if self.review(question.code) is None
            and not (question.optional and self.given.get(question.code) is None)
        ]


def sheet_of(benchmarking: Benchmarking) -> Sheet:
    """The answers and verdicts of `benchmarking`."""
    asked = benchmarking.asked
    rows = {row.question: row for row in benchmarking.answers.select_related("by")}
    reviews = {row.question: row for row in benchmarking.reviews.select_related("by")}
    return Sheet(benchmarking, asked, answers_in(asked, rows.values()), rows, reviews)


def answers_in(asked: Questionnaire, rows: Iterable[BenchmarkingAnswer]) -> dict[str, Answer]:
    """Code -> answer, of rows that `asked` still takes; without those taken away."""
    found = {row.question: taken(asked, row.question, row.value) for row in rows}
    return {code: answer for code, answer in found.items() if answer is not None}


def confirmed_answers(benchmarking: Benchmarking) -> dict[str, Answer]:
    """The answers of a confirmed benchmarking, without a query; empty for another."""
    asked = benchmarking.asked
    found = {
        code: taken(asked, code, value) for code, value in benchmarking.confirmed_answers.items()
    }
    return {code: answer for code, answer in found.items() if answer is not None}


def last_time(benchmarking: Benchmarking) -> Benchmarking | None:
    """The organisation's latest confirmed benchmarking about an earlier year; None without."""
    return (
        Benchmarking.objects.of(benchmarking.organisation)
        .filter(state=BenchmarkingState.CONFIRMED, reference_year__lt=benchmarking.reference_year)
        .order_by("-reference_year", "-pk")
        .first()
    )


def answers_before(benchmarking: Benchmarking) -> dict[str, Answer]:
    """Answers of last time in the codes of this questionnaire; empty where there are none."""
    return answers_of(last_time(benchmarking), benchmarking)


def answers_of(last: Benchmarking | None, benchmarking: Benchmarking) -> dict[str, Answer]:
    """The answers confirmed `last` time, in the codes of the questionnaire of `benchmarking`."""
    if last is None:
        return {}
    try:
        return dict(carried_over(confirmed_answers(last), last.asked, benchmarking.asked).answers)
    except HanseError:
        # A questionnaire that says nothing of the version before cannot be compared with it.
        return {}


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding, and the note that explains it while the answers it was written for stand."""

    finding: Finding
    note: FindingNote | None

    @property
    def is_settled(self) -> bool:
        """Whether it keeps nobody from handing in."""
        return self.finding.level == "query" and self.note is not None


def judged_findings(sheet: Sheet, before: Mapping[str, Answer], language: str) -> list[Judged]:
    """What plausibility checks find in the organisation's answers, each with its note."""
    benchmarking = sheet.benchmarking
    notes = {note.finding: note for note in benchmarking.notes.select_related("by")}
    found = []
    for finding in findings(
        sheet.asked,
        sheet.given,
        year=benchmarking.reference_year,
        before=before,
        language=language,
    ):
        note = notes.get(finding.code)
        stands = note is not None and note.answers == values_of(sheet, finding)
        found.append(Judged(finding, note if stands else None))
    return found


def values_of(sheet: Sheet, finding: Finding) -> dict[str, Any]:
    """The answers a finding looks at, as JSON: a note counts while they stay."""
    return {code: sheet.rows[code].value if code in sheet.rows else None for code in finding.fields}


def taken(asked: Questionnaire, code: str, value: Any) -> Answer:
    """The answer that JSON holds; None for a question or an answer there is no more."""
    question = asked.by_code.get(code)
    if question is None:
        return None
    try:
        return from_json(question, value)
    except AnswerError:
        return None
