"""Writing offers and needs, the steps of their editors, and the review."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.collaboration.matching.states import OfferState
from hanse.collaboration.matching.templates import KIND_HELP, KIND_WORDS, OfferKind
from hanse.collaboration.web.actions import offers as way
from hanse.collaboration.web.forms.offers import HoldForm, OfferForm, ReviewForm
from hanse.collaboration.web.models.offers import Offer
from hanse.collaboration.web.offer_entries import Entry, codes_in_words, entries
from hanse.collaboration.web.partner_permits import offer_steps, require_editor
from hanse.collaboration.web.views.offers import sections_of, visible_offer
from hanse.foundation.roles import Role
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.views.organisations import visible_organisation

_DONE: Final[Mapping[str, str | Promise]] = MappingProxyType(
    {
        "offer_submit": gettext_lazy("Handed in. The programme's office reviews it."),
        "offer_take_back": gettext_lazy("It is a draft again."),
        "offer_revise": gettext_lazy("It is off the list. Change it and hand it in again."),
        "offer_close": gettext_lazy("It is closed."),
    }
)
"""Steps that take no words -> what is said afterwards."""


@dataclass(frozen=True, slots=True)
class Writing:
    """The page on which an offer is written."""

    organisation: Organisation
    offer: Offer | None
    kind: str
    help: str
    form: OfferForm


@dataclass(frozen=True, slots=True)
class Reviewing:
    """The page on which an officer reviews an offer."""

    offer: Offer
    sections: list[tuple[str, str]]
    codes: list[tuple[str, list[str]]]
    form: ReviewForm


@login_required
@require_http_methods(["GET", "POST"])
def offer_create(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Write an offer or a need of a type."""
    person = person_of(request)
    organisation = visible_organisation(request, slug)
    require_editor(person, organisation)
    if kind not in list(OfferKind):
        raise Http404
    on = timezone.localdate()
    form = OfferForm(request.POST or None, kind=OfferKind(kind), on=on, draft=_is_draft(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = way.offer_create(
                by=person,
                organisation=organisation,
                kind=kind,
                details=form.details(),
                codes=form.codes(),
                on=on,
            )
        except ValidationError as problem:
            _tell(form, problem)
        else:
            return _written(request, made)
    return _writing(request, organisation, None, kind, form)


@login_required
@require_http_methods(["GET", "POST"])
def offer_change(request: HttpRequest, number: int) -> HttpResponse:
    """Change an offer that is a draft or on hold."""
    person = person_of(request)
    found = visible_offer(request, number)
    if "offer_change" not in offer_steps(person, found):
        raise PermissionDenied(_("An offer is changed by its editors, before it is reviewed."))
    on = timezone.localdate()
    form = OfferForm(
        request.POST or None,
        kind=OfferKind(found.kind),
        on=on,
        offer=found,
        draft=_is_draft(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = way.offer_change(
                by=person, offer=found, details=form.details(), codes=form.codes(), on=on
            )
        except ValidationError as problem:
            _tell(form, problem)
        else:
            return _written(request, changed)
    return _writing(request, found.organisation, found, found.kind, form)


@login_required
@require_POST
def offer_step(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """Take a step that needs no words."""
    person = person_of(request)
    found = visible_offer(request, number)
    if step not in _DONE:
        raise Http404
    acts: Mapping[str, Callable[[], None]] = {
        "offer_submit": lambda: way.offer_submit(by=person, offer=found, on=timezone.localdate()),
        "offer_take_back": lambda: way.offer_take_back(by=person, offer=found),
        "offer_revise": lambda: way.offer_revise(by=person, offer=found),
        "offer_close": lambda: way.offer_close(by=person, offer=found),
    }
    try:
        acts[step]()
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, str(_DONE[step]))
    return redirect(found)


# --- For officers -----------------------------------------------------------------------------


@login_required
@require_GET
def offers_to_review(request: HttpRequest) -> HttpResponse:
    """What waits for a review, longest first."""
    if not person_of(request).has_role(Role.OFFICER):
        raise PermissionDenied(_("This is for the programme's office."))
    waiting = Offer.objects.to_review().select_related("organisation").prefetch_related("codes")
    found: list[Entry] = entries(waiting)
    return render(request, "collaboration/offers_to_review.html", {"entries": found})


@login_required
@require_http_methods(["GET", "POST"])
def offer_review(request: HttpRequest, number: int) -> HttpResponse:
    """Give an offer its points."""
    person = person_of(request)
    found = visible_offer(request, number)
    if "offer_review" not in offer_steps(person, found):
        raise PermissionDenied(
            _("An offer in review is judged by an officer who does not belong to its organisation.")
        )
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            review = way.offer_review(
                by=person,
                offer=found,
                points=form.points(),
                remark=form.cleaned_data["remark"],
                on=timezone.localdate(),
            )
        except ValidationError as problem:
            _tell(form, problem)
        else:
            messages.success(
                request,
                _("%(points)d of 20 points: %(verdict)s. The organisation is told.")
                % {"points": review.total, "verdict": review.get_verdict_display()},
            )
            return redirect("offers_to_review")
    page = Reviewing(found, sections_of(found), codes_in_words(found), form)
    return render(request, "collaboration/offer_review.html", {"page": page})


@login_required
@require_POST
def offer_hold(request: HttpRequest, number: int) -> HttpResponse:
    """Take a published offer off the list."""
    found = visible_offer(request, number)
    form = HoldForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the reason."))
        return redirect(found)
    try:
        way.offer_hold(by=person_of(request), offer=found, reason=form.cleaned_data["reason"])
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("It is on hold, and its organisation is told why."))
    return redirect(found)


# --- Within -----------------------------------------------------------------------------------


def _writing(
    request: HttpRequest,
    organisation: Organisation,
    offer: Offer | None,
    kind: str,
    form: OfferForm,
) -> HttpResponse:
    of = OfferKind(kind)
    page = Writing(organisation, offer, _(KIND_WORDS[of]), _(KIND_HELP[of]), form)
    return render(request, "collaboration/offer_form.html", {"page": page})


def _written(request: HttpRequest, offer: Offer) -> HttpResponse:
    if "submit" in request.POST:
        try:
            way.offer_submit(by=person_of(request), offer=offer, on=timezone.localdate())
        except ValidationError as problem:
            messages.warning(request, _("Saved as a draft, and not handed in."))
            messages.error(request, " ".join(problem.messages))
        else:
            messages.success(request, str(_DONE["offer_submit"]))
        return redirect(offer)
    words = _("Saved.") if offer.state == OfferState.ON_HOLD else _("Saved as a draft.")
    messages.success(request, words)
    return redirect(offer)


def _is_draft(request: HttpRequest) -> bool:
    return request.method == "POST" and "submit" not in request.POST


def _tell(form: OfferForm | ReviewForm, problem: ValidationError) -> None:
    if hasattr(problem, "error_dict"):
        for name, errors in problem.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, problem)
