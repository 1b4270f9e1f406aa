"""Answering: the questions of one dimension, saved as people go, and no answer is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from hanse.excellence.criteria.answers import Answer
from hanse.excellence.criteria.changes import answered
from hanse.excellence.criteria.questionnaire import Question
from hanse.excellence.criteria.scheme import LabelScheme
from hanse.excellence.web.actions.benchmarking_answers import Given, Saved, answers_save
from hanse.excellence.web.answer_offers import answer_offers
from hanse.excellence.web.answer_words import answer_words, unit_words
from hanse.excellence.web.benchmarking_answers import Sheet, answers_before, sheet_of, taken
from hanse.excellence.web.benchmarking_permits import steps_of
from hanse.excellence.web.forms.answers import AnswersForm
from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.excellence.web.models.benchmarking_answers import BenchmarkingAnswer
from hanse.excellence.web.question_language import (
    choose_question_language,
    languages_offered,
    question_language,
)
from hanse.excellence.web.schemes import scheme_in_force
from hanse.excellence.web.views.benchmarking import benchmarking_of
from hanse.foundation.web.access import person_of
from hanse.foundation.web.forms.fields import field_parts
from hanse.foundation.web.numbers import number_sent

_NOTHING: Final = Saved((), {}, {})


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was sent, and what became of it; nothing where the page is just opened.

    held: what was typed in conflicts that are not settled yet, by code.
    """

    saved: Saved = _NOTHING
    form: AnswersForm | None = None
    words: QueryDict = field(default_factory=QueryDict)
    held: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rival:
    """An answer that somebody else gave meanwhile. mine: what the reader typed, not saved."""

    by: str
    at: Any
    theirs: str
    mine: str
    typed: str


@dataclass(frozen=True, slots=True)
class AnswerBox:
    """One question on the page.

    parts: of the field, as templates of forms take them. offers: what other pillars know.
    seen: revision that the page shows. problem: why what was typed is not taken. rival: a conflict
    to settle. fresh: somebody else's answer, shown instead of an older one. redraw: whether the
    control must be drawn again.
    """

    question: Question
    parts: Mapping[str, Any]
    unit: str
    seen: int
    by: str
    at: Any
    before: str
    offers: list[str]
    feeds: list[str]
    problem: str
    rival: Rival | None
    fresh: bool
    redraw: bool
    just_saved: bool


@dataclass(frozen=True, slots=True)
class StepLink:
    """A dimension in the list beside the questions."""

    name: str
    address: str
    here: bool
    done: int
    wanted: int


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """The page of one dimension."""

    benchmarking: Benchmarking
    name: str
    language: str
    languages: list[tuple[str, str]]
    boxes: list[AnswerBox]
    links: list[StepLink]
    done: int
    wanted: int
    saved: int
    troubles: int
    next_address: str
    at: Any

    @property
    def share(self) -> float:
        """How much of what must be answered is, from 0 to 1."""
        return self.done / self.wanted if self.wanted else 1.0


@login_required
@require_http_methods(["GET", "POST"])
def benchmarking_answers(request: HttpRequest, number: int, dimension: str) -> HttpResponse:
    """Answer the questions of one dimension.

    Scripts send the form at each change and get back what became of each answer; without them it
    is sent by its button. Valid answers are saved even where others on the page are not.
    """
    benchmarking = benchmarking_of(request, number)
    if dimension not in benchmarking.asked.dimensions:
        raise Http404
    if "answers_save" not in steps_of(person_of(request), benchmarking):
        if request.method == "POST":
            messages.error(request, _("The answers can no longer be changed."))
        return _away(request, benchmarking)
    choose_question_language(request, benchmarking.asked)
    language = question_language(request)
    if request.method == "GET":
        return _page(request, benchmarking, dimension, language, Attempt())
    form = AnswersForm(
        request.POST,
        questions=benchmarking.asked.of(dimension),
        language=language,
        answers={},
    )
    form.is_valid()
    given, held = _given(form, request.POST)
    try:
        saved = (
            answers_save(by=person_of(request), benchmarking=benchmarking, given=given)
            if given
            else _NOTHING
        )
    except ValidationError as problem:  # handed in by somebody else in this very moment
        messages.error(request, " ".join(problem.messages))
        return _away(request, benchmarking)
    clear = not (form.errors or saved.conflicts or held)
    if clear and not _is_script(request):
        return _go_on(request, benchmarking, dimension)
    attempt = Attempt(saved, form, request.POST, held)
    return _page(request, benchmarking, dimension, language, attempt)


def _given(form: AnswersForm, words: QueryDict) -> tuple[dict[str, Given], dict[str, str]]:
    """The answers to write, and those of unsettled conflicts with what was typed."""
    given: dict[str, Given] = {}
    held: dict[str, str] = {}
    for code, answer in form.cleaned_data.items():
        settled = words.get(f"settle_{code}", "")
        typed = " ".join(words.getlist(code))
        if settled == "theirs":
            continue
        if not settled and words.get(f"mine_{code}") == typed and f"mine_{code}" in words:
            held[code] = typed
            continue
        given[code] = Given(answer, number_sent(words.get(f"seen_{code}", "")) or 0)
    return given, held


def _go_on(request: HttpRequest, benchmarking: Benchmarking, dimension: str) -> HttpResponse:
    dimensions = list(benchmarking.asked.dimensions)
    at = dimensions.index(dimension) + 1
    if any(key.startswith("settle_") for key in request.POST) or "stay" in request.POST:
        messages.success(request, _("Your answers are saved."))
        return redirect("benchmarking_answers", benchmarking.pk, dimension)
    if at == len(dimensions):
        return redirect("benchmarking_check", benchmarking.pk)
    return redirect("benchmarking_answers", benchmarking.pk, dimensions[at])


def _page(
    request: HttpRequest,
    benchmarking: Benchmarking,
    dimension: str,
    language: str,
    attempt: Attempt,
) -> HttpResponse:
    sheet = sheet_of(benchmarking)
    drawing = _Drawing(
        sheet,
        answers_before(benchmarking),
        scheme_in_force(timezone.localdate()),
        language,
        attempt,
        AnswersForm(questions=sheet.asked.of(dimension), language=language, answers=sheet.given),
        answer_offers(benchmarking.organisation, benchmarking.reference_year),
    )
    boxes = [_box(question, drawing) for question in sheet.asked.of(dimension)]
    dimensions = list(sheet.asked.dimensions)
    following = dimensions[dimensions.index(dimension) + 1 :]
    done, wanted = answered(sheet.asked, sheet.given)
    page = AnswersPage(
        benchmarking=benchmarking,
        name=sheet.asked.dimension_name(dimension, language),
        language=language,
        languages=languages_offered(sheet.asked),
        boxes=boxes,
        links=step_links(sheet, dimension, language, "benchmarking_answers"),
        done=done,
        wanted=wanted,
        saved=len(attempt.saved.saved),
        troubles=sum(bool(box.problem or box.rival) for box in boxes),
        next_address=following[0] if following else "",
        at=timezone.now(),
    )
    is_part = _is_script(request) and attempt.form is not None
    template = (
        "excellence/answer_states.html" if is_part else "excellence/benchmarking_answers.html"
    )
    return render(request, template, {"page": page})


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What all boxes of a page are drawn from. plain: the answers as they stand."""

    sheet: Sheet
    before: Mapping[str, Answer]
    scheme: LabelScheme | None
    language: str
    attempt: Attempt
    plain: AnswersForm
    offers: Mapping[str, list[str]]


def _box(question: Question, drawing: _Drawing) -> AnswerBox:
    code = question.code
    sheet, attempt, language = drawing.sheet, drawing.attempt, drawing.language
    form, saved = attempt.form, attempt.saved
    row = sheet.rows.get(code)
    problem = " ".join(map(str, form.errors.get(code, ()))) if form is not None else ""
    rival = None
    if row is not None and (code in saved.conflicts or code in attempt.held):
        rival = _rival(question, row, drawing)
    theirs = attempt.words.get(f"settle_{code}") == "theirs"
    bound = form[code] if form is not None and (problem or rival) else drawing.plain[code]
    scheme = drawing.scheme
    feeds = scheme.fed_by(code) if scheme else ()
    return AnswerBox(
        question=question,
        parts=_parts(bound, code),
        unit=unit_words(sheet.asked, question, language),
        seen=_seen(sheet, code, attempt.words, problem),
        by=str(row.by) if row and row.by else "",
        at=row.at if row else None,
        before=answer_words(question, drawing.before.get(code), language),
        offers=drawing.offers.get(code, []),
        feeds=[f"{each.code} {each.name_in(language)}" for each in feeds],
        problem=problem,
        rival=rival,
        fresh=code in saved.fresh,
        redraw=code in saved.fresh or theirs,
        just_saved=code in saved.saved,
    )


def _seen(sheet: Sheet, code: str, words: QueryDict, problem: str) -> int:
    """The revision that the page shows: that of now, or of then where something else is typed."""
    asked = number_sent(words.get(f"seen_{code}", ""))
    return asked if problem and asked is not None else sheet.revision(code)


def _rival(question: Question, row: BenchmarkingAnswer, drawing: _Drawing) -> Rival:
    attempt, code = drawing.attempt, question.code
    mine = attempt.form.cleaned_data.get(code) if attempt.form is not None else None
    theirs = taken(drawing.sheet.asked, code, row.value)
    none = _("no answer")
    return Rival(
        by=str(row.by) if row.by else _("Somebody"),
        at=row.at,
        theirs=answer_words(question, theirs, drawing.language) or none,
        mine=answer_words(question, mine, drawing.language) or none,
        typed=attempt.held.get(code, " ".join(attempt.words.getlist(code))),
    )


def _parts(bound: Any, code: str) -> dict[str, Any]:
    """The parts of a field whose control is told of its help and of what became of its answer."""
    parts = field_parts(bound)
    described = f"{bound.auto_id}_help state_{code}"
    if not parts["is_group"]:
        attributes = {"aria-describedby": described}
        if bound.errors:
            attributes["aria-invalid"] = "true"
        parts["control"] = bound.as_widget(attrs=attributes)
    return {**parts, "described": described}


def _is_script(request: HttpRequest) -> bool:
    return bool(request.headers.get("HX-Request"))


def _away(request: HttpRequest, benchmarking: Benchmarking) -> HttpResponse:
    """To the page of the benchmarking, also where a script has asked."""
    if _is_script(request):
        return HttpResponseClientRedirect(benchmarking.get_absolute_url())
    return redirect(benchmarking)


def step_links(sheet: Sheet, dimension: str, language: str, view: str) -> list[StepLink]:
    """The dimensions as links to the page `view` of each."""
    found = []
    for code in sheet.asked.dimensions:
        done, wanted = answered(sheet.asked, sheet.given, code)
        found.append(
            StepLink(
                sheet.asked.dimension_name(code, language),
                reverse(view, args=[sheet.benchmarking.pk, code]),
                code == dimension,
                done,
                wanted,
            )
        )
    return found
