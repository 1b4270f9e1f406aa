"""A file of a label: where it stands, what can be done, what was done; and each step's page."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hanse.excellence.label.actors import Actor
from hanse.excellence.label.sight import Part
from hanse.excellence.web.forms.label_steps import FIELDS, StepForm
from hanse.excellence.web.label_doors import APPLICATION_STEPS, GRAVE, MAIN, PAGES
from hanse.excellence.web.label_frame import (
    Frame,
    OpenFile,
    Stage,
    frame,
    opened,
    stages,
    turned_away,
)
from hanse.excellence.web.label_step_words import STEP_WORDS
from hanse.excellence.web.label_words import said
from hanse.excellence.web.models.label_files import StepTaken
from hanse.excellence.web.models.labels import Label
from hanse.foundation.web.access import person_of


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that the reader's office allows: what to do, where, and why not yet.

    plain: taken by one click, as nothing is asked.
    """

    code: str
    do: str | Promise
    help: str | Promise
    address: str
    main: bool
    grave: bool
    plain: bool
    why_not: list[str]


@dataclass(frozen=True, slots=True)
class Line:
    """A step taken, as the timeline shows it. who: a name where the reader may know it."""

    done: str | Promise
    on: date
    role: str
    who: str
    reason: str
    round: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The overview of a file."""

    frame: Frame
    offers: list[Offer]
    waiting: list[Offer]
    lines: list[Line]
    stages: list[Stage]
    dates: list[tuple[str, date]]
    label: Label | None

    @property
    def main(self) -> list[Offer]:
        """Steps that lead the file on."""
        return [each for each in self.offers if each.main]

    @property
    def beside(self) -> list[Offer]:
        """The others."""
        return [each for each in self.offers if not each.main]


@login_required
@require_GET
def label_file(request: HttpRequest, number: int) -> HttpResponse:
    """Where the file stands, what the reader can do, and its timeline."""
    file = opened(request, number)
    offers = offers_of(file)
    page = Overview(
        frame=frame(file, "label_file"),
        offers=[each for each in offers if not each.why_not],
        waiting=[each for each in offers if each.why_not],
        lines=timeline(file),
        stages=stages(file.application),
        dates=_dates(file),
        label=Label.objects.filter(application=file.application).first(),
    )
    return render(request, "excellence/label_file.html", {"page": page, "frame": page.frame})


@login_required
@require_http_methods(["GET", "POST"])
def label_step(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """What a step asks and what follows from it; taken with the form."""
    file = opened(request, number)
    act = APPLICATION_STEPS.get(step)
    if act is None:
        raise Http404
    offered = step in file.desk.offered()
    if request.method == "GET" and not offered:
        raise Http404
    if not offered:
        return turned_away(request, file.desk, step)
    form = StepForm(step, file.desk, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act(
                by=person_of(request),
                application=file.application,
                on=file.desk.on,
                **form.cleaned_data,
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, f"{STEP_WORDS[step].done}.")
            return redirect(file.application)
    why_not = [] if form.is_bound else [said(r.sentence) for r in file.desk.refusals(step)]
    return render(
        request,
        "excellence/label_step.html",
        {
            "frame": frame(file, step),
            "form": form,
            "words": STEP_WORDS[step],
            "is_grave": step in GRAVE,
            "why_not": why_not,
        },
    )


def offers_of(file: OpenFile) -> list[Offer]:
    """Every step the reader's office allows now, main ones first."""
    desk = file.desk
    found = [
        Offer(
            code=code,
            do=STEP_WORDS[code].do,
            help=STEP_WORDS[code].help,
            address=_address(code, file),
            main=code in MAIN,
            grave=code in GRAVE,
            plain=code not in PAGES and code not in FIELDS and not STEP_WORDS[code].help,
            why_not=[said(refusal.sentence) for refusal in desk.refusals(code)],
        )
        for code in desk.offered()
        if code not in {"evidence_add", "evidence_remove", "factual_answer"}
    ]
    return sorted(found, key=lambda each: (not each.main, each.grave))


def _address(code: str, file: OpenFile) -> str:
    if code in PAGES:
        return reverse(PAGES[code], args=[file.application.pk])
    return reverse("label_step", args=[file.application.pk, code])


_NEEDS: Final = {
    "scores_hand_in": Part.ALL_POINTS,
    "consensus_open": Part.ALL_POINTS,
    "consensus_agree": Part.ALL_POINTS,
    "board_recuse": Part.BALLOT,
    "board_vote": Part.BALLOT,
    "appeal_vote": Part.PANEL_BALLOT,
}
"""Steps whose lines only those see who see this part."""


def timeline(file: OpenFile) -> list[Line]:
    """The steps taken that the reader may know of, the latest first."""
    names = Actor.SECRETARIAT in file.desk.actors
    rows = StepTaken.objects.filter(application=file.application).select_related("by")
    return [
        Line(
            done=STEP_WORDS[each.step].done,
            on=each.on,
            role=each.role,
            who=_who(each, file, names=names),
            reason=each.reason,
            round=each.round,
        )
        for each in reversed(rows)
        if _NEEDS.get(each.step) is None or _NEEDS[each.step] in file.parts
    ]


def _who(step: StepTaken, file: OpenFile, *, names: bool) -> str:
    if step.by_id == file.desk.number:
        return _("you")
    return str(step.by) if names and step.by is not None else ""


def _dates(file: OpenFile) -> list[tuple[str, date]]:
    application: Any = file.application
    fields = ("submitted", "contract_signed", "object_by", "due_on", "visit_on", "visit_ended",
              "check_by", "deferred_until", "appeal_by")  # fmt: skip
    return [
        (application._meta.get_field(name).verbose_name, getattr(application, name))
        for name in fields
        if getattr(application, name) is not None
    ]
