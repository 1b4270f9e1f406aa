"""An organisation's own place in a mission: its answer, what others read of it, who comes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from hanse.collaboration.missions.states import may_step
from hanse.collaboration.web.actions.mission_places import (
    delegate_remove,
    delegate_save,
    place_change,
    place_confirm,
    place_decline,
    place_remove,
    place_withdraw,
)
from hanse.collaboration.web.attempts import tried
from hanse.collaboration.web.forms.mission_places import DelegateForm, PlaceForm
from hanse.collaboration.web.mission_pages import (
    ADDED_ANEW,
    MissionFrame,
    mission_frame,
    number_of,
    show_rival_row,
    visible_mission,
)
from hanse.collaboration.web.mission_permits import parts_at
from hanse.collaboration.web.mission_words import PLACE_NAMES, PLACE_TONES
from hanse.collaboration.web.models.mission_participants import (
    MissionDelegate,
    MissionParticipant,
)
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.people import User

_ANSWERS: Final[dict[str, tuple[Callable[..., Any], str | Promise]]] = {
    "confirm": (place_confirm, gettext_lazy("Thank you: your answer is kept.")),
    "decline": (place_decline, gettext_lazy("Your answer is kept.")),
    "withdraw": (place_withdraw, gettext_lazy("Your place is given up.")),
    "remove": (place_remove, gettext_lazy("The place is taken back, and they are told.")),
}


@dataclass(frozen=True, slots=True)
class PlacePage:
    """The page of one's own place."""

    frame: MissionFrame
    place: MissionParticipant
    words: str
    tone: str
    form: PlaceForm | None
    delegates: list[MissionDelegate]
    may_withdraw: bool


@login_required
@require_http_methods(["GET", "POST"])
def mission_place(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One's own place: what others read, when people are there, who they are."""
    person = person_of(request)
    found, place = _own(person, slug, number)
    frame = mission_frame(person, found, "mission")
    parts = parts_at(person, found, place, frame.at)
    seen = number_of(request.POST.get("seen", ""), place.revision)
    may = may_step("place_change", found.state, place.place, parts)
    if request.method == "POST" and not may:
        raise PermissionDenied(_("This place is not changed any more."))
    # Times are written and read in the time zone of the mission.
    with timezone.override(found.zone):
        form = PlaceForm(request.POST or None, instance=place) if may else None
        if request.method == "POST" and form is not None and form.is_valid():
            try:
                place_change(by=person, place=place, details=form.details(), seen=seen)
            except ValidationError as problem:
                form.add_error(None, problem)
                now = MissionParticipant.objects.get(pk=place.pk)
                if now.revision != seen:
                    seen = now.revision
                    show_rival_row(form, now, form.details())
            else:
                messages.success(request, _("What you say is saved."))
                return redirect("mission_place", found.slug, place.pk)
        page = PlacePage(
            frame=frame,
            place=place,
            words=str(PLACE_NAMES[place.place]),
            tone=PLACE_TONES[place.place],
            form=form,
            delegates=list(place.delegates.all()),
            may_withdraw=may_step("place_withdraw", found.state, place.place, parts),
        )
        context = {"page": page, "frame": frame, "seen": seen}
        return render(request, "collaboration/mission_place.html", context)


@login_required
@require_POST
def mission_place_answer(request: HttpRequest, slug: str, number: int, answer: str) -> HttpResponse:
    """Confirm, decline or give up a place; the organiser takes one back by `remove`."""
    person = person_of(request)
    found = visible_mission(person, slug)
    place = get_object_or_404(
        MissionParticipant.objects.visible_to(person).select_related("organisation"),
        mission=found,
        pk=number,
    )
    if answer not in _ANSWERS:
        raise Http404
    act, said = _ANSWERS[answer]
    tried(request, lambda: act(by=person, place=place), str(said))
    return redirect("mission_participants" if answer == "remove" else "mission", found.slug)


@login_required
@require_http_methods(["GET", "POST"])
def mission_delegate(
    request: HttpRequest, slug: str, number: int, delegate: int | None = None
) -> HttpResponse:
    """Name somebody who comes, or change what is said of them."""
    person = person_of(request)
    found, place = _own(person, slug, number)
    frame = mission_frame(person, found, "mission")
    parts = parts_at(person, found, place, frame.at)
    if not may_step("delegate_save", found.state, place.place, parts):
        raise PermissionDenied(_("This place is not changed any more."))
    instance = place.delegates.filter(pk=delegate).first() if delegate is not None else None
    gone = delegate is not None and instance is None
    if gone and request.method != "POST":
        raise Http404
    anew = gone and "anew" in request.POST
    seen = number_of(request.POST.get("seen", ""), instance.revision if instance else 0)
    form = DelegateForm(place, request.POST or None, instance=instance)
    if gone and not anew:
        form.add_error(None, ADDED_ANEW)
    elif request.method == "POST" and form.is_valid():
        details = {name: form.cleaned_data[name] for name in form.fields}
        try:
            delegate_save(
                by=person, place=place, number=None if anew else delegate, seen=seen, **details
            )
        except ValidationError as problem:
            form.add_error(None, problem)
            now = place.delegates.filter(pk=delegate or 0).first()
            if now is not None and now.revision != seen:
                seen = now.revision
                show_rival_row(form, now, details)
        else:
            messages.success(request, _("The name is saved."))
            return redirect("mission_place", found.slug, place.pk)
    context = {
        "frame": frame,
        "form": form,
        "seen": seen if delegate else None,
        "anew": gone,
        "title": _("Somebody who comes"),
    }
    return render(request, "collaboration/mission_part_form.html", context)


@login_required
@require_POST
def mission_delegate_delete(
    request: HttpRequest, slug: str, number: int, delegate: int
) -> HttpResponse:
    """Take somebody off those who come."""
    person = person_of(request)
    found, place = _own(person, slug, number)
    get_object_or_404(place.delegates, pk=delegate)
    tried(
        request,
        lambda: delegate_remove(by=person, place=place, number=delegate),
        _("The name is taken off."),
    )
    return redirect("mission_place", found.slug, place.pk)


def _own(person: User, slug: str, number: int) -> tuple[Mission, MissionParticipant]:
    found = visible_mission(person, slug)
    place: MissionParticipant = get_object_or_404(
        found.participants.for_person(person).select_related("organisation"), pk=number
    )
    place.mission = found
    return found, place
