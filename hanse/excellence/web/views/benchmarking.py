"""Pages of benchmarkings: one's list, an organisation's history, one benchmarking, its steps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.excellence.criteria.changes import answered
from hanse.excellence.criteria.questionnaire import newest_questionnaire
from hanse.excellence.web.actions import benchmarking as way
from hanse.excellence.web.benchmarking_answers import Sheet, last_time, sheet_of
from hanse.excellence.web.benchmarking_permits import candidates, steps_of
from hanse.excellence.web.forms.benchmarking import (
    BeginForm,
    BenchmarkingFilterForm,
    ConfirmForm,
    ExpertForm,
    ReturnForm,
)
from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.excellence.web.question_language import question_language
from hanse.foundation.roles import Role
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from hanse.foundation.web.permits import permitted
from hanse.foundation.web.views.organisations import visible_organisation

_PER_PAGE: Final = 25


@dataclass(frozen=True, slots=True)
class Listing:
    """The page of all benchmarkings that the reader may see."""

    form: BenchmarkingFilterForm
    page: Page[Benchmarking]
    words: str
    filtered: bool
    own: list[Organisation]
    is_officer: bool


@dataclass(frozen=True, slots=True)
class History:
    """The page of an organisation's benchmarkings. form: None for who may not begin one."""

    organisation: Organisation
    benchmarkings: list[Benchmarking]
    form: BeginForm | None
    questions: int


@dataclass(frozen=True, slots=True)
class DimensionProgress:
    """How far a dimension is answered, and who answered in it."""

    code: str
    name: str
    done: int
    wanted: int
    people: list[str]
    judged: int
    questions: int

    @property
    def is_complete(self) -> bool:
        """Whether all that must be answered is."""
        return self.done == self.wanted


@dataclass(frozen=True, slots=True)
class Overview:
    """The page of one benchmarking.

    steps: what the reader may do now. share: of the questions that must be answered, those that
    are. last: the benchmarking whose answers can be taken over. unjudged: answers that still lack
    the expert's verdict. refused: certified people who may not interview, with the reasons.
    """

    benchmarking: Benchmarking
    steps: frozenset[str]
    dimensions: list[DimensionProgress]
    done: int
    wanted: int
    corrections: int
    unjudged: int
    last: Benchmarking | None
    expert_form: ExpertForm | None
    refused: list[tuple[User, list[str]]]
    return_form: ReturnForm | None
    confirm_form: ConfirmForm | None

    @property
    def share(self) -> float:
        """How much of what must be answered is, from 0 to 1."""
        return self.done / self.wanted if self.wanted else 1.0

    @property
    def next_dimension(self) -> str:
        """The first dimension that is not complete, or the first of all."""
        open_ones = [each.code for each in self.dimensions if not each.is_complete]
        return (open_ones or [self.dimensions[0].code])[0]


@login_required
@require_GET
def benchmarkings(request: HttpRequest) -> HttpResponse:
    """Benchmarkings the reader may see: of their organisations, as an expert, or all as officer."""
    person = person_of(request)
    form = BenchmarkingFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = Benchmarking.objects.visible_to(person).select_related("organisation", "expert")
    if wanted.get("q"):
        found = found.filter(organisation__name__icontains=wanted["q"])
    if wanted.get("state"):
        found = found.filter(state=wanted["state"])
    words = request.GET.copy()
    words.pop("page", None)
    page = Paginator(found.defer("confirmed_answers"), _PER_PAGE).get_page(request.GET.get("page"))
    own = Organisation.objects.of(person).filter(kind="cluster", withdrawn__isnull=True)
    listing = Listing(
        form,
        page,
        words.urlencode(),
        any(wanted.values()),
        list(own),
        person.has_role(Role.OFFICER),
    )
    return render(request, "excellence/benchmarkings.html", {"listing": listing})


@login_required
@require_http_methods(["GET", "POST"])
def organisation_benchmarkings(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation's benchmarkings, latest first; its editors begin one here."""
    person = person_of(request)
    organisation = visible_organisation(request, slug)
    seen = Benchmarking.objects.visible_to(person).of(organisation)
    may_begin = permitted(person, "benchmarking_begin", organisation)
    if not (may_begin or seen.exists() or _belongs(person, organisation)):
        raise Http404
    today = timezone.localdate()
    form = BeginForm(request.POST or None, on=today) if may_begin else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            made = way.benchmarking_begin(
                by=person,
                organisation=organisation,
                reference_year=form.cleaned_data["reference_year"],
                on=today,
                project=form.cleaned_data.get("project"),
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            return redirect(made)
    page = History(
        organisation,
        list(seen.select_related("expert").defer("confirmed_answers")),
        form,
        len(newest_questionnaire().questions),
    )
    return render(request, "excellence/organisation_benchmarkings.html", {"page": page})


@login_required
@require_GET
def benchmarking_detail(request: HttpRequest, number: int) -> HttpResponse:
    """How far one benchmarking has come, who answered what, and what is next."""
    return _detail(request, benchmarking_of(request, number))


# --- Steps ------------------------------------------------------------------------------------


@login_required
@require_POST
def benchmarking_submit(request: HttpRequest, number: int) -> HttpResponse:
    """Hand the answers in."""
    done = _("The answers are handed in. The programme office now finds an expert.")
    return _step(request, number, way.benchmarking_submit, done)


@login_required
@require_POST
def benchmarking_take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take the answers back."""
    return _step(request, number, way.benchmarking_take_back, _("You can change your answers."))


@login_required
@require_http_methods(["GET", "POST"])
def benchmarking_withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw a benchmarking, once it was asked whether that is meant."""
    benchmarking = benchmarking_of(request, number)
    if request.method == "POST":
        return _step(
            request, number, way.benchmarking_withdraw, _("The benchmarking is withdrawn.")
        )
    if "benchmarking_withdraw" not in steps_of(person_of(request), benchmarking):
        raise Http404
    return render(request, "excellence/benchmarking_withdraw.html", {"benchmarking": benchmarking})


@login_required
@require_POST
def expert_assign(request: HttpRequest, number: int) -> HttpResponse:
    """Give the interview to an expert."""
    benchmarking = benchmarking_of(request, number)
    today = timezone.localdate()
    found = candidates(benchmarking.organisation, today)
    form = ExpertForm(request.POST, experts=found.free, refused=dict(found.refused))
    if not form.is_valid():
        return _detail(request, benchmarking, expert_form=form)
    chosen = form.cleaned_data["expert"]
    done = _("The expert is told by mail.")
    return _step(request, number, way.expert_assign, done, expert=chosen, on=today)


@login_required
@require_POST
def benchmarking_return(request: HttpRequest, number: int) -> HttpResponse:
    """Give the answers back to the organisation."""
    benchmarking = benchmarking_of(request, number)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _detail(request, benchmarking, return_form=form)
    done = _("The organisation is told by mail and can change its answers.")
    return _step(request, number, way.benchmarking_return, done, reason=form.cleaned_data["reason"])


@login_required
@require_POST
def benchmarking_confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm the answers after the interview."""
    benchmarking = benchmarking_of(request, number)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _detail(request, benchmarking, confirm_form=form)
    return _step(
        request,
        number,
        way.benchmarking_confirm,
        _("The benchmarking is confirmed."),
        interviewed=form.cleaned_data["interviewed"],
        on=timezone.localdate(),
    )


# --- For the other pages of a benchmarking ------------------------------------------------------


def benchmarking_of(request: HttpRequest, number: int) -> Benchmarking:
    """The benchmarking of an address. Raises `Http404` unless the reader may see it."""
    found: Benchmarking = get_object_or_404(
        Benchmarking.objects.visible_to(request.user).select_related("organisation", "expert"),
        pk=number,
    )
    return found


def _belongs(person: User, organisation: Organisation) -> bool:
    return organisation.memberships.current().filter(person=person).exists()


def _step(
    request: HttpRequest, number: int, act: Callable[..., Any], done: str, /, **more: Any
) -> HttpResponse:
    benchmarking = benchmarking_of(request, number)
    try:
        act(by=person_of(request), benchmarking=benchmarking, **more)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, done)
    return redirect(benchmarking)


def _detail(
    request: HttpRequest,
    benchmarking: Benchmarking,
    *,
    expert_form: ExpertForm | None = None,
    return_form: ReturnForm | None = None,
    confirm_form: ConfirmForm | None = None,
) -> HttpResponse:
    """The page of a benchmarking, with a form that did not go through."""
    steps = steps_of(person_of(request), benchmarking)
    sheet = sheet_of(benchmarking)
    today = timezone.localdate()
    done, wanted = answered(sheet.asked, sheet.given)
    offer = candidates(benchmarking.organisation, today) if "expert_assign" in steps else None
    if offer and expert_form is None:
        expert_form = ExpertForm(experts=offer.free, initial={"expert": benchmarking.expert})
    page = Overview(
        benchmarking=benchmarking,
        steps=steps,
        dimensions=_progress(sheet, question_language(request)),
        done=done,
        wanted=wanted,
        corrections=sum(review.verdict == "corrected" for review in sheet.reviews.values()),
        unjudged=len(sheet.unjudged()),
        last=last_time(benchmarking) if "answers_import" in steps else None,
        expert_form=expert_form if offer else None,
        refused=offer.refused if offer else [],
        return_form=(return_form or ReturnForm()) if "benchmarking_return" in steps else None,
        confirm_form=(confirm_form or ConfirmForm(initial={"interviewed": today}))
        if "benchmarking_confirm" in steps
        else None,
    )
    return render(request, "excellence/benchmarking_detail.html", {"page": page})


def _progress(sheet: Sheet, language: str) -> list[DimensionProgress]:
    found = []
    for code in sheet.asked.dimensions:
        questions = sheet.asked.of(code)
        done, wanted = answered(sheet.asked, sheet.given, code)
        people = {
            str(row.by)
            for row in (sheet.rows.get(each.code) for each in questions)
            if row is not None and row.by is not None
        }
        judged = sum(sheet.review(each.code) is not None for each in questions)
        found.append(
            DimensionProgress(
                code,
                sheet.asked.dimension_name(code, language),
                done,
                wanted,
                sorted(people),
                judged,
                len(questions),
            )
        )
    return found
