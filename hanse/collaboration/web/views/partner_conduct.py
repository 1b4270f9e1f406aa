"""Blocking organisations, reporting offers and messages, and the queue of reports."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.collaboration.web.actions import partner_conduct as way
from hanse.collaboration.web.forms.interests import ReportForm, SettleForm
from hanse.collaboration.web.models.interests import InterestMessage
from hanse.collaboration.web.models.offers import Offer
from hanse.collaboration.web.models.partner_conduct import Block, Report
from hanse.collaboration.web.partner_permits import edited_by, require_editor
from hanse.collaboration.web.views.offers import visible_offer
from hanse.foundation.roles import Role
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.views.organisations import visible_organisation


@dataclass(frozen=True, slots=True)
class Reporting:
    """The page on which something is reported. shown: the words it is about."""

    form: ReportForm
    title: str
    shown: str
    back: str


@login_required
@require_GET
def blocks(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom an organisation blocks, for its editors."""
    organisation = visible_organisation(request, slug)
    require_editor(person_of(request), organisation)
    found = Block.objects.filter(organisation=organisation).select_related("blocked")
    return render(
        request,
        "collaboration/blocks.html",
        {"organisation": organisation, "blocks": list(found)},
    )


@login_required
@require_http_methods(["GET", "POST"])
def block_set(request: HttpRequest, slug: str, blocked: str) -> HttpResponse:
    """Block an organisation, after saying what that means."""
    person = person_of(request)
    organisation = visible_organisation(request, slug)
    other = visible_organisation(request, blocked)
    require_editor(person, organisation)
    if request.method == "POST":
        try:
            way.block_set(by=person, organisation=organisation, blocked=other)
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
        else:
            messages.success(request, _("Blocked. They are not told."))
        return redirect("blocks", organisation.slug)
    return render(
        request, "collaboration/block_set.html", {"organisation": organisation, "other": other}
    )


@login_required
@require_POST
def block_lift(request: HttpRequest, number: int) -> HttpResponse:
    """Lift a block."""
    person = person_of(request)
    block: Block = get_object_or_404(
        Block.objects.editable_by(person).select_related("organisation", "blocked"), pk=number
    )
    organisation = block.organisation
    way.block_lift(by=person, block=block)
    messages.success(request, _("The block is lifted."))
    return redirect("blocks", organisation.slug)


@login_required
@require_http_methods(["GET", "POST"])
def offer_report(request: HttpRequest, number: int) -> HttpResponse:
    """Report an offer."""
    found = visible_offer(request, number)
    own = _reporting(request, but=found.organisation)
    return _report(request, own, offer=found, title=found.title, shown=found.summary)


@login_required
@require_http_methods(["GET", "POST"])
def message_report(request: HttpRequest, number: int) -> HttpResponse:
    """Report a message; the programme's office then reads this message and no other."""
    found: InterestMessage = get_object_or_404(
        InterestMessage.objects.visible_to(request.user).select_related(
            "organisation", "interest__sender", "interest__receiver"
        ),
        pk=number,
    )
    reader = found.interest.other(found.organisation)
    own = [each for each in _reporting(request, but=found.organisation) if each.pk == reader.pk]
    if not own:
        raise PermissionDenied(_("A message is reported by the editors of who received it."))
    title = _("Message from %(name)s") % {"name": found.organisation.name}
    return _report(request, own, message=found, title=title, shown=found.text)


@login_required
@require_GET
def partner_reports(request: HttpRequest) -> HttpResponse:
    """Reports that wait, and those settled lately, for officers."""
    person = person_of(request)
    if not person.has_role(Role.OFFICER):
        raise PermissionDenied(_("This is for the programme's office."))
    return _queue(request, SettleForm(), None)


@login_required
@require_POST
def partner_report_settle(request: HttpRequest, number: int) -> HttpResponse:
    """Settle a report."""
    person = person_of(request)
    if not person.has_role(Role.OFFICER):
        raise PermissionDenied(_("This is for the programme's office."))
    report: Report = get_object_or_404(Report.objects.editable_by(person), pk=number)
    form = SettleForm(request.POST)
    if form.is_valid():
        try:
            way.report_settle(by=person, report=report, outcome=form.cleaned_data["outcome"])
        except ValidationError as problem:
            form.add_error(None, " ".join(problem.messages))
        else:
            messages.success(request, _("Settled. The organisation that reported it is told."))
            return redirect("partner_reports")
    return _queue(request, form, report.pk)


# --- Within -----------------------------------------------------------------------------------


def _queue(request: HttpRequest, form: SettleForm, tried: int | None) -> HttpResponse:
    found = Report.objects.visible_to(request.user).select_related(
        "organisation", "about", "offer", "message__interest"
    )
    settled = found.filter(settled__isnull=False).order_by("-settled")[:20]
    rows = [
        (each, form if each.pk == tried else SettleForm(auto_id=f"id_{each.pk}_%s"))
        for each in found.open()
    ]
    return render(
        request,
        "collaboration/partner_reports.html",
        {"waiting": rows, "settled": list(settled)},
    )


def _reporting(request: HttpRequest, *, but: Organisation) -> list[Organisation]:
    own = [each for each in edited_by(request.user) if each.pk != but.pk]
    if not own:
        raise PermissionDenied(_("Something is reported by the editors of another organisation."))
    return own


def _report(
    request: HttpRequest,
    own: list[Organisation],
    *,
    title: str,
    shown: str,
    offer: Offer | None = None,
    message: InterestMessage | None = None,
) -> HttpResponse:
    form = ReportForm(request.POST or None, own=own)
    about = offer or (message.interest if message else None)
    back = about.get_absolute_url() if about else ""
    if request.method == "POST" and form.is_valid():
        try:
            way.report_make(
                by=person_of(request),
                organisation=form.organisation,
                reason=form.cleaned_data["reason"],
                text=form.cleaned_data["text"],
                offer=offer,
                message=message,
            )
        except ValidationError as problem:
            form.add_error(None, " ".join(problem.messages))
        else:
            messages.success(request, _("Reported. The programme's office looks at it."))
            return redirect(back)
    page = Reporting(form, title, shown, back)
    return render(request, "collaboration/partner_report.html", {"page": page})
