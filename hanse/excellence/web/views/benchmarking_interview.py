"""The interview: an expert confirms or corrects each answer, and both are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hanse.excellence.criteria.questionnaire import Question
from hanse.excellence.web.actions.benchmarking_answers import Judgement, answers_review
from hanse.excellence.web.answer_words import answer_words, unit_words
from hanse.excellence.web.benchmarking_answers import Sheet, answers_before, sheet_of, taken
from hanse.excellence.web.benchmarking_permits import steps_of
from hanse.excellence.web.forms.answers import AnswersForm
from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.excellence.web.models.benchmarking_answers import (
    NOTE_LENGTH,
    Verdict,
)
from hanse.excellence.web.question_language import (
    choose_question_language,
    languages_offered,
    question_language,
)
from hanse.excellence.web.views.benchmarking import benchmarking_of
from hanse.excellence.web.views.benchmarking_answers import StepLink
from hanse.foundation.web.access import person_of
from hanse.foundation.web.forms.fields import field_parts

_PREFIX: Final = "new"


@dataclass(frozen=True, slots=True)
class InterviewBox:
    """One answer before the expert.

    verdict: "", "confirmed" or "corrected", as it stands or as it was just chosen. parts: of the
    field for the correction. problem: why a verdict was not taken.
    """

    question: Question
    text: str
    help: str
    unit: str
    given: str
    by: str
    before: str
    explanation: str
    verdict: str
    note: str
    parts: dict[str, Any]
    problem: str


@dataclass(frozen=True, slots=True)
class InterviewPage:
    """The page of one dimension."""

    benchmarking: Benchmarking
    name: str
    language: str
    languages: list[tuple[str, str]]
    boxes: list[InterviewBox]
    links: list[StepLink]
    unjudged: int
    note_length: int = NOTE_LENGTH


@login_required
@require_http_methods(["GET", "POST"])
def benchmarking_interview(request: HttpRequest, number: int, dimension: str) -> HttpResponse:
    """Judge the answers of one dimension."""
    benchmarking = benchmarking_of(request, number)
    asked = benchmarking.asked
    if dimension not in asked.dimensions:
        raise Http404
    person = person_of(request)
    if "answers_review" not in steps_of(person, benchmarking):
        return redirect(benchmarking)
    choose_question_language(request, asked)
    language = question_language(request)
    sheet = sheet_of(benchmarking)
    attempt = _Attempt()
    if request.method == "POST":
        questions = asked.of(dimension)
        form = AnswersForm(
            request.POST, questions=questions, language=language, answers={}, prefix=_PREFIX
        )
        form.is_valid()
        judgements, problems = _judgements(request.POST, sheet, form, dimension)
        try:
            if judgements:
                answers_review(by=person, benchmarking=benchmarking, judgements=judgements)
        except ValidationError as problem:  # given back or withdrawn in this very moment
            messages.error(request, " ".join(problem.messages))
            return redirect(benchmarking)
        sheet = sheet_of(benchmarking)
        if not problems:
            messages.success(request, _("The verdicts are saved."))
            return _go_on(sheet, dimension)
        attempt = _Attempt(form, request.POST, problems)
    page = InterviewPage(
        benchmarking,
        asked.dimension_name(dimension, language),
        language,
        languages_offered(asked),
        _boxes(sheet, dimension, language, attempt),
        _links(sheet, dimension, language),
        len(sheet.unjudged()),
    )
    return render(request, "excellence/benchmarking_interview.html", {"page": page})


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What was sent and not taken: the form, its words, and the problem of each question."""

    form: AnswersForm | None = None
    words: QueryDict = field(default_factory=QueryDict)
    problems: Mapping[str, str] = field(default_factory=dict)


def _boxes(sheet: Sheet, dimension: str, language: str, attempt: _Attempt) -> list[InterviewBox]:
    asked = sheet.asked
    plain = AnswersForm(
        questions=asked.of(dimension), language=language, answers=sheet.final(), prefix=_PREFIX
    )
    before = answers_before(sheet.benchmarking)
    explanations = _explanations(sheet)
    found = []
    for question in asked.of(dimension):
        code = question.code
        row, review = sheet.rows.get(code), sheet.review(code)
        problem = attempt.problems.get(code, "")
        verdict, note = (review.verdict, review.note) if review else ("", "")
        bound = plain[code]
        if problem and attempt.form is not None:
            bound = attempt.form[code]
            verdict = attempt.words.get(f"verdict_{code}", "")
            note = attempt.words.get(f"note_{code}", "")
        wording = question.wording(language)
        found.append(
            InterviewBox(
                question=question,
                text=wording.text,
                help=wording.help,
                unit=unit_words(asked, question, language),
                given=answer_words(question, sheet.given.get(code), language),
                by=str(row.by) if row and row.by else "",
                before=answer_words(question, before.get(code), language),
                explanation=" ".join(explanations.get(code, ())),
                verdict=verdict,
                note=note,
                parts=field_parts(bound),
                problem=problem,
            )
        )
    return found


def _judgements(
    words: QueryDict, sheet: Sheet, form: AnswersForm, dimension: str
) -> tuple[dict[str, Judgement], dict[str, str]]:
    """The verdicts that differ from those that stand, and why others are not taken."""
    found: dict[str, Judgement] = {}
    problems: dict[str, str] = {}
    for question in sheet.asked.of(dimension):
        code = question.code
        chosen = words.get(f"verdict_{code}", "")
        if not chosen and "confirm_rest" in words and code in sheet.unjudged():
            chosen = Verdict.CONFIRMED
        standing = sheet.review(code)
        if chosen == Verdict.CONFIRMED:
            if standing is None or standing.verdict != Verdict.CONFIRMED:
                found[code] = Judgement(Verdict.CONFIRMED)
        elif chosen == Verdict.CORRECTED:
            note = words.get(f"note_{code}", "").strip()[:NOTE_LENGTH]
            if code in form.errors:
                problems[code] = " ".join(map(str, form.errors[code]))
                continue
            answer = form.cleaned_data[code]
            if answer == sheet.given.get(code):
                problems[code] = _("The correction is the same as the answer: confirm it instead.")
            elif not note:
                problems[code] = _("Say what the correction rests on.")
            elif (
                standing is None
                or standing.note != note
                or taken(sheet.asked, code, standing.value) != answer
            ):
                found[code] = Judgement(Verdict.CORRECTED, answer, note)
    return found, problems


def _explanations(sheet: Sheet) -> dict[str, list[str]]:
    """Code of a question -> what the organisation wrote on findings about it."""
    fields = {check.code: check.fields for check in sheet.asked.checks}
    found: dict[str, list[str]] = {}
    for note in sheet.benchmarking.notes.all():
        # Other findings are called after their one question: "jump.budget".
        for code in fields.get(note.finding, (note.finding.rpartition(".")[2],)):
            found.setdefault(code, []).append(note.text)
    return found


def _go_on(sheet: Sheet, dimension: str) -> HttpResponse:
    """To the next dimension that has answers without a verdict, or to the benchmarking."""
    dimensions = list(sheet.asked.dimensions)
    at = dimensions.index(dimension) + 1
    waiting = {sheet.asked.question(code).dimension for code in sheet.unjudged()}
    for code in (*dimensions[at:], *dimensions[:at]):
        if code in waiting:
            return redirect("benchmarking_interview", sheet.benchmarking.pk, code)
    return redirect(sheet.benchmarking)


def _links(sheet: Sheet, dimension: str, language: str) -> list[StepLink]:
    found = []
    for code in sheet.asked.dimensions:
        questions = sheet.asked.of(code)
        judged = sum(sheet.review(each.code) is not None for each in questions)
        found.append(
            StepLink(
                sheet.asked.dimension_name(code, language),
                reverse("benchmarking_interview", args=[sheet.benchmarking.pk, code]),
                code == dimension,
                judged,
                len(questions),
            )
        )
    return found
