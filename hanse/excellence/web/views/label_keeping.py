"""A label as its holder, the secretariat and the board see to it: term, renewal, suspension."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from hanse.excellence.label.actors import Actor
from hanse.excellence.label.clock import months_later
from hanse.excellence.label.states import LabelState
from hanse.excellence.web.forms.label_steps import FIELDS, StepForm
from hanse.excellence.web.label_doors import GRAVE, LABEL_STEPS
from hanse.excellence.web.label_frame import turned_away
from hanse.excellence.web.label_keeping import LabelDesk
from hanse.excellence.web.label_step_words import STEP_WORDS
from hanse.excellence.web.label_words import said, sentence_case
from hanse.excellence.web.models.label_board import Appeal, Revocation
from hanse.excellence.web.models.label_files import StepTaken
from hanse.excellence.web.models.labels import Application, Label
from hanse.excellence.web.views.label_board import MatterPage, matter_page
from hanse.excellence.web.views.label_files import Line, Offer
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.organisations import Organisation

_TONES = {
    LabelState.ACTIVE: "good",
    LabelState.GRACE: "warn",
    LabelState.SUSPENDED: "bad",
    LabelState.REVOKED: "bad",
    LabelState.RENEWED: "info",
    LabelState.LAPSED: "neutral",
}
_VOTES = frozenset({"revocation_vote", "revocation_recuse"})
_PANEL_VOTES = frozenset({"revocation_appeal_vote"})


@dataclass(frozen=True, slots=True)
class KeepPage:
    """The page of one label. renew_from: from when a renewal may be applied for."""

    label: Label
    state: str
    tone: str
    offers: list[Offer]
    waiting: list[Offer]
    lines: list[Line]
    renew_from: date
    may_renew: bool
    renewal: Application | None
    revocation: Revocation | None
    matter: MatterPage | None
    appeal: Appeal | None
    sees_panel: bool
    public: str


@login_required
@require_GET
def label_keep(request: HttpRequest, number: str) -> HttpResponse:
    """Where a label stands, what can be done with it, and what was."""
    desk, own = _desk(request, number)
    label, today = desk.label, desk.on
    offers = [_offer(desk, code) for code in desk.offered() if code in LABEL_STEPS]
    opens = months_later(label.valid_until, -label.procedure.limits.renewal_opens_months)
    inside = not desk.actors.isdisjoint(
        {Actor.SECRETARIAT, Actor.BOARD_MEMBER, Actor.APPEAL_MEMBER}
    )
    sees_panel = not desk.actors.isdisjoint({Actor.SECRETARIAT, Actor.APPEAL_MEMBER})
    page = KeepPage(
        label=label,
        state=sentence_case(label.get_state_display()),
        tone=_TONES[label.where],
        offers=[each for each in offers if not each.why_not],
        waiting=[each for each in offers if each.why_not],
        lines=_lines(desk, votes=inside, panel=sees_panel),
        renew_from=opens,
        may_renew=Actor.MANAGER in desk.actors
        and label.where in {LabelState.ACTIVE, LabelState.GRACE}
        and opens <= today <= label.grace_until,
        renewal=Application.objects.open().of(label.organisation).first()
        if own or inside
        else None,
        revocation=desk.revocation,
        matter=matter_page(desk.matter, desk) if desk.matter and inside else None,
        appeal=desk.appeal,
        sees_panel=sees_panel,
        public=_public_page(label),
    )
    return render(request, "excellence/label_keep.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def label_keep_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """What a step of a label asks and what follows from it; taken with the form."""
    desk, _own = _desk(request, number)
    act = LABEL_STEPS.get(step)
    if act is None:
        raise Http404
    offered = step in desk.offered()
    if request.method == "GET" and not offered:
        raise Http404
    if not offered:
        return turned_away(request, desk, step)
    form = StepForm(step, desk, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act(by=person_of(request), label=desk.label, on=desk.on, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, f"{STEP_WORDS[step].done}.")
            return redirect(desk.label.keeping_address)
    why_not = [] if form.is_bound else [said(each.sentence) for each in desk.refusals(step)]
    context = {
        "label": desk.label,
        "form": form,
        "words": STEP_WORDS[step],
        "is_grave": step in GRAVE,
        "why_not": why_not,
    }
    return render(request, "excellence/label_keep_step.html", context)


def _desk(request: HttpRequest, number: str) -> tuple[LabelDesk, bool]:
    """The desk of a label today, and whether the reader belongs to its holder."""
    person = person_of(request)
    label: Label = get_object_or_404(
        Label.objects.kept_by(person).select_related(
            "organisation", "application__organisation", "successor"
        ),
        number=number,
    )
    own = Organisation.objects.of(person).filter(pk=label.organisation_id).exists()
    return LabelDesk(label, person, timezone.localdate()), own


def _offer(desk: LabelDesk, code: str) -> Offer:
    words = STEP_WORDS[code]
    return Offer(
        code=code,
        do=words.do,
        help=words.help,
        address=reverse("label_keep_step", args=[desk.label.number, code]),
        main=code not in GRAVE,
        grave=code in GRAVE,
        plain=code not in FIELDS,
        why_not=[said(refusal.sentence) for refusal in desk.refusals(code)],
    )


def _lines(desk: LabelDesk, *, votes: bool, panel: bool) -> list[Line]:
    names = Actor.SECRETARIAT in desk.actors
    rows = StepTaken.objects.filter(label=desk.label).select_related("by")
    return [
        Line(
            done=STEP_WORDS[each.step].done,
            on=each.on,
            role=each.role,
            who=str(each.by) if names and each.by else "",
            reason=each.reason,
            round=1,
        )
        for each in reversed(rows)
        if (votes or each.step not in _VOTES) and (panel or each.step not in _PANEL_VOTES)
    ]


def _public_page(label: Label) -> str:
    """The address of the label in the public register; "" where there is no such page."""
    try:
        return reverse("register_label", args=[label.number])
    except NoReverseMatch:
        return ""
