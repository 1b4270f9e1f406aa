"""The report of a mission, as a page and as PDF; lists and badges to print."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from hanse.collaboration.missions.states import REPORTED
from hanse.collaboration.web.mission_document import badges_pdf, participants_pdf, report_pdf
from hanse.collaboration.web.mission_pages import (
    mission_frame,
    run_mission,
    sees_participants,
    visible_mission,
)
from hanse.collaboration.web.mission_permits import mission_standpoint
from hanse.collaboration.web.mission_report import mission_report
from hanse.foundation.web.access import person_of


@require_GET
def mission_report_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What a mission came to, for everybody once it is over; for its organiser always."""
    found = visible_mission(request.user, slug)
    frame = mission_frame(request.user, found, "mission_report")
    if not (frame.at.organises or found.state in REPORTED):
        raise Http404
    context = {"report": mission_report(found), "frame": frame}
    return render(request, "collaboration/mission_report.html", context)


@require_safe
def mission_report_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as PDF."""
    found = visible_mission(request.user, slug)
    whole = mission_standpoint(request.user, found).organises
    if not (whole or found.state in REPORTED):
        raise Http404
    content = report_pdf(mission_report(found), timezone.localdate(), whole=whole)
    return _file(content, f"{found.slug}-report.pdf")


@login_required
@require_safe
def mission_participants_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The list of participants to print, for whom its page is shown."""
    person = person_of(request)
    found = visible_mission(person, slug)
    if not sees_participants(found, mission_standpoint(person, found)):
        raise PermissionDenied(_("Participants see each other once they are published."))
    places = found.participants.taking_part().in_order().prefetch_related("delegates")
    content = participants_pdf(found, places, timezone.localdate())
    return _file(content, f"{found.slug}-participants.pdf")


@login_required
@require_safe
def mission_badges_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Badges to print, for the organiser."""
    found = run_mission(person_of(request), slug)
    places = found.participants.taking_part().in_order().prefetch_related("delegates")
    return _file(badges_pdf(found, places, timezone.localdate()), f"{found.slug}-badges.pdf")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
