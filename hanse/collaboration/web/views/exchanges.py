"""Pages of short exchanges: registering, matching, building, finalising."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.collaboration.journey.calendar_files import Entry, calendar_file
from hanse.collaboration.journey.exchanges import ACTOR_WORDS, STAGES, Actor, State
from hanse.collaboration.web.actions import exchanges as acting
from hanse.collaboration.web.evidence_sources import known_pairs
from hanse.collaboration.web.exchange_permits import actors, edited_by, steps_offered
from hanse.collaboration.web.exchange_wishes import Suggested, suggested
from hanse.collaboration.web.forms.exchanges import (
    DeclineForm,
    ExchangeFilterForm,
    ExchangeWishForm,
    NewExchangeWishForm,
    PlanForm,
    ProposalForm,
    ReasonForm,
    ReportForm,
)
from hanse.collaboration.web.journey_reading import DASH
from hanse.collaboration.web.models.exchanges import (
    HAPPENED,
    Exchange,
    ExchangeStep,
    ExchangeWish,
    WishRole,
)
from hanse.foundation.roles import Role
from hanse.foundation.web.access import person_of
from hanse.foundation.web.attempts import attempt
from hanse.foundation.web.models.people import User

_PER_PAGE: Final = 20

STEP_WORDS: Final[Mapping[str, str | Promise]] = {
    "exchange_propose": gettext_lazy("Propose"),
    "exchange_agree": gettext_lazy("Agree"),
    "exchange_decline": gettext_lazy("Decline"),
    "exchange_plan": gettext_lazy("Write the plan"),
    "exchange_fix": gettext_lazy("Fix the plan"),
    "exchange_reopen": gettext_lazy("Open the plan again"),
    "exchange_cancel": gettext_lazy("Call off"),
    "exchange_report": gettext_lazy("Report"),
    "exchange_close": gettext_lazy("Close with one report"),
}
TAKEN_WORDS: Final[Mapping[str, str | Promise]] = {
    "exchange_propose": gettext_lazy("Proposed"),
    "exchange_agree": gettext_lazy("Agreed to"),
    "exchange_decline": gettext_lazy("Declined"),
    "exchange_plan": gettext_lazy("Plan changed"),
    "exchange_fix": gettext_lazy("Plan fixed"),
    "exchange_reopen": gettext_lazy("Plan opened again"),
    "exchange_cancel": gettext_lazy("Called off"),
    "exchange_report": gettext_lazy("Report handed in"),
    "exchange_close": gettext_lazy("Closed by the secretariat"),
}
_FORMS: Final[Mapping[str, type[forms.Form] | type[PlanForm]]] = {
    "exchange_plan": PlanForm,
    "exchange_decline": DeclineForm,
    "exchange_reopen": ReasonForm,
    "exchange_cancel": ReasonForm,
    "exchange_close": ReasonForm,
    "exchange_report": ReportForm,
}


@dataclass(frozen=True, slots=True)
class Listing:
    """The page of exchanges. own: of the reader's organisations; held: shown to everybody."""

    form: ExchangeFilterForm
    wishes: Page[ExchangeWish]
    words: str
    filtered: bool
    own: list[Exchange]
    own_wishes: list[ExchangeWish]
    suggestions: list[Suggested]
    held: list[Exchange]
    may_register: bool


@dataclass(frozen=True, slots=True)
class WishPage:
    """The page of one registration. suggestions: for its organisation's editors."""

    wish: ExchangeWish
    may_edit: bool
    may_propose: bool
    suggestions: list[Suggested]


@dataclass(frozen=True, slots=True)
class ExchangePage:
    """The page of one exchange. stage: which of the four it is in, from 0.

    whole: whether the reader sees what only the parties and the secretariat see.
    """

    exchange: Exchange
    stage: int
    stages: list[tuple[str, bool, bool]]
    steps: list[tuple[str, str | Promise]]
    taken: list[tuple[ExchangeStep, str | Promise, str]]
    whole: bool


@require_GET
def exchanges(request: HttpRequest) -> HttpResponse:
    """Who offers to host and who wishes to visit; one's own exchanges; those held."""
    today = timezone.localdate()
    open_ones = (
        ExchangeWish.objects.visible_to(request.user)
        .filter(open=True, latest__gte=today)
        .select_related("organisation")
    )
    countries = open_ones.order_by().values_list("organisation__country", flat=True).distinct()
    form = ExchangeFilterForm(request.GET, countries=list(countries))
    wanted = form.cleaned_data if form.is_valid() else {}
    shown = open_ones
    if wanted.get("role"):
        shown = shown.filter(role=wanted["role"])
    if wanted.get("country"):
        shown = shown.filter(organisation__country=wanted["country"])
    own = edited_by(request.user)
    visible = Exchange.objects.visible_to(request.user).select_related("host", "visitor")
    mine = _of_reader(request, visible)
    words = request.GET.copy()
    words.pop("page", None)
    page = Listing(
        form,
        Paginator(shown, _PER_PAGE).get_page(request.GET.get("page")),
        words.urlencode(),
        bool(wanted.get("role") or wanted.get("country")),
        mine,
        list(ExchangeWish.objects.filter(organisation__in=own).select_related("organisation"))
        if own
        else [],
        suggested(own, known_pairs(), today) if own else [],
        list(
            visible.filter(state__in=HAPPENED, host_public=True, visitor_public=True).order_by(
                "-ends", "-pk"
            )[:_PER_PAGE]
        ),
        bool(own),
    )
    return render(request, "collaboration/exchanges.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def exchange_wish_create(request: HttpRequest) -> HttpResponse:
    """Register as host or visitor."""
    own = sorted(edited_by(request.user))
    if not own:
        raise PermissionDenied(_("Editors register their organisations for exchanges."))
    form = NewExchangeWishForm(
        request.POST or None, own=own, initial={"role": request.GET.get("role", "")}
    )
    if request.method == "POST" and form.is_valid():
        details = {name: form.cleaned_data[name] for name in acting.WISH_DETAILS}
        wish = acting.exchange_wish_open(
            by=person_of(request),
            organisation=form.cleaned_data["organisation"],
            role=form.cleaned_data["role"],
            details=details,
        )
        messages.success(request, _("You are registered. Suggestions stand below."))
        return redirect(wish)
    return render(request, "collaboration/exchange_wish_form.html", {"form": form, "wish": None})


@require_GET
def exchange_wish(request: HttpRequest, number: int) -> HttpResponse:
    """One registration."""
    wish = _wish(request, number)
    own = edited_by(request.user)
    may_edit = wish.organisation_id in own
    page = WishPage(
        wish,
        may_edit,
        wish.open and bool(own - {wish.organisation_id}) and not may_edit,
        suggested([wish.organisation_id], known_pairs(), timezone.localdate(), only=wish.pk)
        if may_edit and wish.open
        else [],
    )
    return render(request, "collaboration/exchange_wish.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def exchange_wish_change(request: HttpRequest, number: int) -> HttpResponse:
    """Change a registration."""
    wish = _wish(request, number)
    if wish.organisation_id not in edited_by(request.user):
        raise PermissionDenied(_("This is for editors of the organisation."))
    form = ExchangeWishForm(request.POST or None, instance=wish)
    if request.method == "POST" and form.is_valid():
        details = {name: form.cleaned_data[name] for name in acting.WISH_DETAILS}
        done = _("Your changes are saved.")
        if attempt(request, done, acting.exchange_wish_change, wish=wish, details=details):
            return redirect(wish)
    return render(request, "collaboration/exchange_wish_form.html", {"form": form, "wish": wish})


@login_required
@require_POST
def exchange_wish_close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a registration."""
    wish = _wish(request, number)
    attempt(request, _("The registration is closed."), acting.exchange_wish_close, wish=wish)
    return redirect("exchanges")


@login_required
@require_http_methods(["GET", "POST"])
def exchange_propose(request: HttpRequest, number: int) -> HttpResponse:
    """Propose an exchange to an organisation that is registered."""
    theirs = _wish(request, number)
    own = edited_by(request.user) - {theirs.organisation_id}
    if not own:
        raise PermissionDenied(_("Editors propose exchanges for their organisations."))
    form = ProposalForm(request.POST or None, own=sorted(own), initial={"title": theirs.title})
    if request.method == "POST" and form.is_valid():
        ours = form.cleaned_data["organisation"]
        hosts = theirs.role == WishRole.HOST
        matching = (
            ExchangeWish.objects.filter(
                organisation=ours,
                open=True,
                role=WishRole.VISIT if hosts else WishRole.HOST,
            )
            .order_by("-pk")
            .first()
        )
        try:
            made = acting.exchange_propose(
                by=person_of(request),
                host=theirs.organisation if hosts else ours,
                visitor=ours if hosts else theirs.organisation,
                offer=theirs if hosts else matching,
                wish=matching if hosts else theirs,
                title=form.cleaned_data["title"],
                message=form.cleaned_data["message"],
                on=timezone.localdate(),
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The proposal is sent. The other side is told by mail."))
            return redirect(made)
    words = {"form": form, "wish": theirs}
    return render(request, "collaboration/exchange_propose.html", words)


@require_GET
def exchange(request: HttpRequest, number: int) -> HttpResponse:
    """One exchange: its plan, its reports, and what the reader may do next."""
    found = _exchange(request, number)
    whole = _sees_all(request, found)
    state = State(found.state)
    stage = next(at for at, (_words, states) in enumerate(STAGES) if state in states)
    page = ExchangePage(
        found,
        stage,
        [(_(words), at == stage, at < stage) for at, (words, _states) in enumerate(STAGES)],
        [
            (code, STEP_WORDS[code])
            for code in steps_offered(found, request.user, timezone.localdate())
        ],
        [
            (each, TAKEN_WORDS.get(each.step, each.step), _(ACTOR_WORDS[Actor(each.actor)]))
            for each in found.steps.all()
        ]
        if whole
        else [],
        whole,
    )
    return render(request, "collaboration/exchange.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def exchange_step(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """Take a step: at once, or with what has to be said for it."""
    found = _exchange(request, number)
    code = f"exchange_{step}"
    if code not in STEP_WORDS or code == "exchange_propose":
        raise Http404(_("There is no such step."))
    if not actors(request.user, found.host_id, found.visitor_id):
        raise PermissionDenied(_("This step is for the parties of the exchange."))
    act: Callable[..., None] = getattr(acting, code)
    form = _form(code, request, found)
    given: dict[str, Any] = {}
    if form is not None:
        if request.method != "POST" or not form.is_valid():
            words = {"form": form, "exchange": found, "words": STEP_WORDS[code]}
            return render(request, "collaboration/exchange_step.html", words)
        given = dict(form.cleaned_data)
        given = {"details": given} if code == "exchange_plan" else given
    elif request.method != "POST":
        return redirect(found)
    done = str(TAKEN_WORDS[code])
    attempt(request, f"{done}.", act, exchange=found, on=timezone.localdate(), **given)
    return redirect(found)


@require_GET
def exchange_calendar(request: HttpRequest, number: int) -> HttpResponse:
    """The days of an exchange as a calendar file."""
    found = _exchange(request, number)
    if found.begins is None or found.ends is None:
        raise Http404(_("This exchange has no days yet."))
    body = calendar_file(
        found.title,
        urlsplit(settings.ORIGIN).hostname or "localhost",
        [
            Entry(
                f"exchange-{found.pk}",
                found.title,
                found.begins,
                found.ends,
                found.changed,
                f"{settings.ORIGIN}{found.get_absolute_url()}",
                found.place,
                f"{found.visitor}{DASH}{found.host}",
            )
        ],
    )
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="exchange-{found.pk}.ics"'},
    )


def _form(code: str, request: HttpRequest, found: Exchange) -> forms.Form | PlanForm | None:
    kind = _FORMS.get(code)
    if kind is None:
        return None
    if issubclass(kind, PlanForm):
        return kind(request.POST or None, instance=found)
    return kind(request.POST or None)


def _wish(request: HttpRequest, number: int) -> ExchangeWish:
    """The registration of an address. Raises `Http404` unless the reader may see it."""
    seen = ExchangeWish.objects.visible_to(request.user).select_related("organisation")
    found: ExchangeWish = get_object_or_404(seen, pk=number)
    return found


def _exchange(request: HttpRequest, number: int) -> Exchange:
    """The exchange of an address. Raises `Http404` unless the reader may see it."""
    seen = Exchange.objects.visible_to(request.user)
    seen = seen.select_related("host", "visitor", "offer", "wish")
    found: Exchange = get_object_or_404(seen, pk=number)
    return found


def _of_reader(request: HttpRequest, visible: Any) -> list[Exchange]:
    """Exchanges of organisations the reader belongs to, the latest first."""
    if not isinstance(request.user, User):
        return []
    mine = Exchange.objects.of(request.user).values("pk")
    return list(visible.filter(pk__in=mine).order_by("-changed", "-pk")[:_PER_PAGE])


def _sees_all(request: HttpRequest, found: Exchange) -> bool:
    person = request.user
    if not isinstance(person, User):
        return False
    if person.has_role(Role.OFFICER) or person.is_administrator:
        return True
    return Exchange.objects.of(person).filter(pk=found.pk).exists()
