"""Planning a mission: beginning it, changing it, its steps, and who helps to run it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hanse.collaboration.web.actions.missions import (
    mission_change,
    mission_create,
    mission_partner_add,
    mission_partner_remove,
    mission_step,
)
from hanse.collaboration.web.attempts import tried
from hanse.collaboration.web.forms.missions import (
    CallOffForm,
    MissionForm,
    MissionPartnerForm,
    OrganiserForm,
)
from hanse.collaboration.web.mission_pages import (
    mission_frame,
    number_of,
    run_mission,
    show_rival_row,
)
from hanse.collaboration.web.mission_permits import mission_steps
from hanse.collaboration.web.mission_words import STEP_WORDS
from hanse.collaboration.web.models.consortia import edited_by
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.access import person_of


@login_required
@require_http_methods(["GET", "POST"])
def mission_new(request: HttpRequest) -> HttpResponse:
    """Begin a mission."""
    person = person_of(request)
    own = list(edited_by(person).order_by("name", "pk"))
    if not own:
        raise PermissionDenied(_("Missions are begun by people who edit an organisation."))
    organiser = OrganiserForm(own, request.POST or None)
    form = MissionForm(person, request.POST or None)
    if request.method == "POST" and organiser.is_valid() and form.is_valid():
        try:
            made = mission_create(
                by=person, organiser=organiser.cleaned_data["organiser"], details=form.details()
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The mission is begun. Open its call when it is ready."))
            return redirect("mission", made.slug)
    context = {"form": form, "organiser": organiser, "mission": None}
    return render(request, "collaboration/mission_form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def mission_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is said of a mission; two who do so at once are told of each other."""
    person = person_of(request)
    found = run_mission(person, slug)
    if "mission_change" not in mission_steps(found, mission_frame(person, found, "").at):
        raise PermissionDenied(_("This mission is not changed any more."))
    form = MissionForm(person, request.POST or None, instance=found)
    seen = number_of(request.POST.get("seen", ""), found.revision)
    if request.method == "POST" and form.is_valid():
        try:
            mission_change(by=person, mission=found, details=form.details(), seen=seen)
        except ValidationError as problem:
            form.add_error(None, problem)
            now = Mission.objects.get(pk=found.pk)
            if now.revision != seen:
                seen = now.revision
                show_rival_row(form, now, form.details())
        else:
            messages.success(request, _("The mission is saved."))
            return redirect("mission", found.slug)
    context = {"form": form, "mission": found, "seen": seen}
    return render(request, "collaboration/mission_form.html", context)


@login_required
@require_POST
def mission_take(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """Take a step from one state of the mission to the next."""
    person = person_of(request)
    found = run_mission(person, slug)
    if step not in STEP_WORDS:
        raise Http404
    tried(
        request,
        lambda: mission_step(by=person, mission=found, step=step),
        lambda after: _("The mission is now: %(state)s.") % {"state": after.get_state_display()},
    )
    return redirect("mission", found.slug)


@login_required
@require_http_methods(["GET", "POST"])
def mission_call_off(request: HttpRequest, slug: str) -> HttpResponse:
    """Call a mission off, with a reason that all concerned are told."""
    person = person_of(request)
    found = run_mission(person, slug)
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            mission_step(
                by=person,
                mission=found,
                step="mission_call_off",
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The mission is called off, and all concerned are told."))
            return redirect("mission", found.slug)
    frame = mission_frame(person, found, "mission")
    context = {
        "frame": frame,
        "form": form,
        "title": _("Call the mission off"),
        "button": _("Call it off"),
    }
    return render(request, "collaboration/mission_part_form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def mission_partners(request: HttpRequest, slug: str) -> HttpResponse:
    """Who helps to run a mission."""
    person = person_of(request)
    found = run_mission(person, slug)
    frame = mission_frame(person, found, "mission")
    may = "mission_partner_add" in mission_steps(found, frame.at)
    form = MissionPartnerForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            mission_partner_add(by=person, mission=found, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The partner is named."))
            return redirect("mission_partners", found.slug)
    context = {
        "frame": frame,
        "form": form if may else None,
        "partners": list(found.partners.select_related("organisation")),
        "may": may,
    }
    return render(request, "collaboration/mission_partners.html", context)


@login_required
@require_POST
def mission_partner_delete(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a partner off a mission."""
    person = person_of(request)
    found = run_mission(person, slug)
    get_object_or_404(found.partners, pk=number)
    tried(
        request,
        lambda: mission_partner_remove(by=person, mission=found, number=number),
        _("The partner is taken off."),
    )
    return redirect("mission_partners", found.slug)
