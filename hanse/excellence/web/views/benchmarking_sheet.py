"""All answers of a benchmarking on a page and as a file; those of last time; the check."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.excellence.criteria.answers import Answer, typed_form
from hanse.excellence.criteria.changes import ChangeKind, changes, unanswered
from hanse.excellence.criteria.questionnaire import Question
from hanse.excellence.web.actions.benchmarking_answers import answers_import, finding_note
from hanse.excellence.web.answer_words import answer_words, unit_words
from hanse.excellence.web.benchmarking_answers import (
    Judged,
    Sheet,
    answers_before,
    answers_of,
    judged_findings,
    last_time,
    sheet_of,
)
from hanse.excellence.web.benchmarking_permits import steps_of
from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.excellence.web.models.benchmarking_answers import Verdict
from hanse.excellence.web.question_language import (
    choose_question_language,
    languages_offered,
    question_language,
)
from hanse.excellence.web.views.benchmarking import benchmarking_of
from hanse.foundation.web.access import person_of

_CHANGE_WORDS: Final = {
    ChangeKind.SAME: "",
    ChangeKind.CHANGED: "warn",
    ChangeKind.ADDED: "good",
    ChangeKind.REMOVED: "bad",
    ChangeKind.NEVER: "",
}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One question with what became of its answer.

    given, corrected, before: in words, "" for none. verdict: "" where there is none.
    """

    question: Question
    text: str
    given: str
    corrected: str
    verdict: str
    note: str
    by: str
    at: Any
    before: str
    change: str
    growth: float | None


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A dimension with its rows."""

    code: str
    name: str
    rows: list[SheetRow]


@dataclass(frozen=True, slots=True)
class SheetPage:
    """The page of all answers."""

    benchmarking: Benchmarking
    parts: list[SheetPart]
    last: Benchmarking | None
    language: str
    languages: list[tuple[str, str]]
    may_answer: bool
    is_judged: bool


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A question whose answer of last time can be taken over. chosen: offered ticked."""

    code: str
    text: str
    before: str
    now: str
    chosen: bool
    lasting: bool


@dataclass(frozen=True, slots=True)
class ImportPage:
    """The page of last time's answers. same: how many are answered alike already."""

    benchmarking: Benchmarking
    last: Benchmarking
    parts: list[tuple[str, list[ImportRow]]]
    same: int


@dataclass(frozen=True, slots=True)
class FindingBox:
    """A finding with the answers it looks at: address, question, answer now, answer last time."""

    judged: Judged
    answers: list[tuple[str, str, str, str]]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The page before handing in. missing: address and text of questions without an answer."""

    benchmarking: Benchmarking
    missing: list[tuple[str, str]]
    errors: list[FindingBox]
    queries: list[FindingBox]
    may_submit: bool

    @property
    def open_queries(self) -> int:
        """Queries that nobody has explained."""
        return sum(not each.judged.is_settled for each in self.queries)

    @property
    def is_ready(self) -> bool:
        """Whether the answers can be handed in."""
        return not (self.missing or self.errors or self.open_queries)


@login_required
@require_GET
def benchmarking_sheet(request: HttpRequest, number: int) -> HttpResponse:
    """All answers: as given, as the expert left them, by whom, and what changed since last time."""
    benchmarking = benchmarking_of(request, number)
    choose_question_language(request, benchmarking.asked)
    language = question_language(request)
    sheet = sheet_of(benchmarking)
    last = last_time(benchmarking)
    before = answers_of(last, benchmarking)
    rows = _rows(sheet, before, language)
    page = SheetPage(
        benchmarking,
        [
            SheetPart(
                code,
                sheet.asked.dimension_name(code, language),
                [row for row in rows if row.question.dimension == code],
            )
            for code in sheet.asked.dimensions
        ],
        last if before else None,
        language,
        languages_offered(sheet.asked),
        "answers_save" in steps_of(person_of(request), benchmarking),
        bool(sheet.reviews),
    )
    return render(request, "excellence/benchmarking_sheet.html", {"page": page})


@login_required
@require_GET
def benchmarking_export(request: HttpRequest, number: int) -> HttpResponse:
    """All answers as CSV: code, dimension, question, unit, answer, correction, note, last time.

    Figures have a decimal point and no groups; shares are in per cent; several choices are codes
    with blanks between them.
    """
    benchmarking = benchmarking_of(request, number)
    sheet = sheet_of(benchmarking)
    before = answers_before(benchmarking)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"benchmarking-{benchmarking.organisation.slug}-{benchmarking.reference_year}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(answer)
    writer.writerow(
        [
            "code",
            "dimension",
            "question",
            "unit",
            "answer",
            "verdict",
            "corrected",
            "note",
            "before",
        ]
    )
    final_answers = sheet.final()
    for question in sheet.asked.questions:
        review = sheet.review(question.code)
        final = final_answers.get(question.code)
        corrected = review is not None and review.verdict == Verdict.CORRECTED
        writer.writerow(
            [
                question.code,
                question.dimension,
                question.text,
                unit_words(sheet.asked, question, "en"),
                _cell(typed_form(question, sheet.given.get(question.code))),
                review.verdict if review else "",
                _cell(typed_form(question, final)) if corrected else "",
                _cell(review.note) if review else "",
                _cell(typed_form(question, before.get(question.code))),
            ]
        )
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def benchmarking_import(request: HttpRequest, number: int) -> HttpResponse:
    """Last time's answers beside those of now; those ticked are taken over."""
    benchmarking = benchmarking_of(request, number)
    last = last_time(benchmarking)
    if "answers_import" not in steps_of(person_of(request), benchmarking) or last is None:
        raise Http404
    if request.method == "POST":
        try:
            written = answers_import(
                by=person_of(request),
                benchmarking=benchmarking,
                codes=request.POST.getlist("codes"),
            )
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
        else:
            messages.success(
                request, _("%(count)s answers are taken over.") % {"count": len(written)}
            )
            return redirect(benchmarking)
    language = question_language(request)
    sheet = sheet_of(benchmarking)
    before = answers_of(last, benchmarking)
    parts: list[tuple[str, list[ImportRow]]] = []
    same = 0
    for code in sheet.asked.dimensions:
        rows = []
        for question in sheet.asked.of(code):
            then, now = before.get(question.code), sheet.given.get(question.code)
            if then is None:
                continue
            if then == now:
                same += 1
                continue
            rows.append(
                ImportRow(
                    question.code,
                    question.wording(language).text,
                    answer_words(question, then, language),
                    answer_words(question, now, language),
                    now is None,
                    question.lasting,
                )
            )
        if rows:
            parts.append((sheet.asked.dimension_name(code, language), rows))
    page = ImportPage(benchmarking, last, parts, same)
    return render(request, "excellence/benchmarking_import.html", {"page": page})


@login_required
@require_GET
def benchmarking_check(request: HttpRequest, number: int) -> HttpResponse:
    """What is missing and what cannot be right, before the answers are handed in."""
    benchmarking = benchmarking_of(request, number)
    steps = steps_of(person_of(request), benchmarking)
    if "finding_note" not in steps:
        return redirect(benchmarking)
    language = question_language(request)
    sheet = sheet_of(benchmarking)
    before = answers_before(benchmarking)
    boxes = [
        FindingBox(
            each, [_looked_at(sheet, code, before, language) for code in each.finding.fields]
        )
        for each in judged_findings(sheet, before, language)
    ]
    page = CheckPage(
        benchmarking,
        [
            (_address(sheet, code), sheet.asked.question(code).wording(language).text)
            for code in unanswered(sheet.asked, sheet.given)
        ],
        [each for each in boxes if each.judged.finding.level == "error"],
        [each for each in boxes if each.judged.finding.level == "query"],
        "benchmarking_submit" in steps,
    )
    return render(request, "excellence/benchmarking_check.html", {"page": page})


@login_required
@require_POST
def benchmarking_note(request: HttpRequest, number: int) -> HttpResponse:
    """Explain a finding."""
    benchmarking = benchmarking_of(request, number)
    try:
        finding_note(
            by=person_of(request),
            benchmarking=benchmarking,
            finding=request.POST.get("finding", ""),
            text=request.POST.get("text", "")[:1000],
        )
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("Your note is saved."))
    return redirect("benchmarking_check", number)


def _rows(sheet: Sheet, before: Mapping[str, Answer], language: str) -> list[SheetRow]:
    final = sheet.final()
    found = []
    for change in changes(sheet.asked, before, final):
        question = sheet.asked.question(change.code)
        row, review = sheet.rows.get(change.code), sheet.review(change.code)
        corrected = review is not None and review.verdict == Verdict.CORRECTED
        found.append(
            SheetRow(
                question,
                question.wording(language).text,
                answer_words(question, sheet.given.get(change.code), language),
                (answer_words(question, final.get(change.code), language) or _("struck out"))
                if corrected
                else "",
                review.get_verdict_display() if review else "",
                review.note if review else "",
                str(row.by) if row and row.by else "",
                row.at if row else None,
                answer_words(question, change.before, language),
                _CHANGE_WORDS[change.kind] if before else "",
                change.growth if change.kind is ChangeKind.CHANGED else None,
            )
        )
    return found


def _looked_at(
    sheet: Sheet, code: str, before: Mapping[str, Answer], language: str
) -> tuple[str, str, str, str]:
    question = sheet.asked.question(code)
    return (
        _address(sheet, code),
        question.wording(language).text,
        answer_words(question, sheet.given.get(code), language),
        answer_words(question, before.get(code), language),
    )


def _address(sheet: Sheet, code: str) -> str:
    """Where a question is answered."""
    dimension = sheet.asked.question(code).dimension
    return f"{sheet.benchmarking.get_absolute_url()}answers/{dimension}/#q_{code}"


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "@", "\t"} else text
