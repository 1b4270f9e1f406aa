"""One agreement: its page, drafting it, its steps, its documents; agreements of one's own."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hanse.collaboration.web.actions import agreement_files as files
from hanse.collaboration.web.actions import agreement_life as life
from hanse.collaboration.web.actions import agreements as actions
from hanse.collaboration.web.agreement_desk import AgreementDesk
from hanse.collaboration.web.agreement_page import may_read, page_of
from hanse.collaboration.web.agreement_words import GRAVE, STEP_WORDS
from hanse.collaboration.web.forms.agreement_steps import AgreementStepForm
from hanse.collaboration.web.forms.agreements import AgreementCreateForm, AgreementForm
from hanse.collaboration.web.models.agreement_files import AgreementDocument
from hanse.collaboration.web.models.agreements import Agreement
from hanse.excellence.label.evidence import KINDS
from hanse.excellence.web.label_words import said
from hanse.foundation.roles import Role
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.organisations import Organisation

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}

AGREEMENT_STEPS: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(
    {
        "party_add": actions.party_add,
        "party_remove": actions.party_remove,
        "negotiation_open": actions.negotiation_open,
        "agreement_sign": actions.agreement_sign,
        "signature_record": actions.signature_record,
        "signature_withdraw": actions.signature_withdraw,
        "agreement_drop": actions.agreement_drop,
        "force_enter": actions.force_enter,
        "agreement_terminate": actions.agreement_terminate,
        "extension_propose": life.extension_propose,
        "extension_agree": life.extension_agree,
        "extension_record": life.extension_record,
        "extension_withdraw": life.extension_withdraw,
        "obligation_add": files.obligation_add,
        "obligation_remove": files.obligation_remove,
        "obligation_meet": files.obligation_meet,
        "obligation_reopen": files.obligation_reopen,
        "contact_set": files.contact_set,
        "document_add": files.document_add,
        "document_change": files.document_change,
        "document_remove": files.document_remove,
        "activity_add": files.activity_add,
        "activity_remove": files.activity_remove,
    }
)
"""Code of a step -> its action; drafting and changing the words have pages of their own."""

_CHOSEN: Final = ("party", "obligation", "document", "activity")
"""What a step may be about, as the words of an address say it."""


@require_GET
def agreement_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What is agreed, by whom, since when, what is owed, what was done under it."""
    page = page_of(opened(request, slug))
    return render(request, "collaboration/agreement_detail.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def agreement_create(request: HttpRequest) -> HttpResponse:
    """Draft an agreement, for an organisation that one edits or as an officer.

    `?as=` names one's own by its key, `?with=` the other party by the word in its address.
    """
    person = person_of(request)
    own = Organisation.objects.filter(
        memberships__in=person.memberships.editors(), withdrawn__isnull=True
    )
    officer = person.has_role(Role.OFFICER)
    if not officer and not own.exists():
        raise PermissionDenied(_("You draft agreements for an organisation that you edit."))
    named = Organisation.objects.filter(slug=request.GET.get("with", ""), withdrawn__isnull=True)
    initial = {"own": request.GET.get("as", ""), "partners": "\n".join(each.name for each in named)}
    form = AgreementCreateForm(own, request.POST or None, officer=officer, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.agreement_create(
                by=person,
                details=form.details(),
                parties=form.parties(),
                on=timezone.localdate(),
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The draft is there. The other parties see it now."))
            return redirect(made)
    return render(request, "collaboration/agreement_create.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def agreement_change(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the words of a draft."""
    desk = opened(request, slug)
    _require_offered(desk, "agreement_change")
    agreement = desk.agreement
    form = AgreementForm(request.POST or None, instance=Agreement.objects.get(pk=agreement.pk))
    if request.method == "POST" and form.is_valid():
        try:
            actions.agreement_change(
                by=person_of(request), agreement=agreement, details=form.details(), on=desk.on
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect(agreement)
    context = {"form": form, "agreement": agreement, "signed": bool(desk.signed)}
    return render(request, "collaboration/agreement_change.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def agreement_step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """What a step asks and what follows from it; taken with the form."""
    desk = opened(request, slug)
    act = AGREEMENT_STEPS.get(step)
    if act is None:
        raise Http404
    _require_offered(desk, step)
    posted = request.method == "POST"
    chosen = {name: request.GET[name] for name in _CHOSEN if request.GET.get(name)}
    form = AgreementStepForm(
        step,
        desk,
        request.POST if posted else None,
        request.FILES if posted else None,
        initial=chosen,
    )
    if posted and form.is_valid():
        try:
            act(by=person_of(request), agreement=desk.agreement, on=desk.on, **form.arguments())
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, f"{STEP_WORDS[step].done}.")
            return redirect(desk.agreement if _still_seen(request, desk) else "agreements_mine")
    why_not = [] if posted else [said(each.sentence) for each in desk.refusals(step)]
    context = {
        "agreement": desk.agreement,
        "form": form,
        "words": STEP_WORDS[step],
        "is_grave": step in GRAVE,
        "why_not": why_not,
        "has_file": step == "document_add",
    }
    return render(request, "collaboration/agreement_step.html", context)


@require_GET
def agreement_document(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """A document, for those who may read it: always to be saved, never opened here."""
    desk = opened(request, slug)
    found: AgreementDocument = get_object_or_404(
        AgreementDocument.objects.standing(), agreement=desk.agreement, pk=number
    )
    if not may_read(desk, found):
        raise Http404(_("There is no such document."))
    try:
        content = found.file.open("rb")
    except (OSError, ValueError):
        raise Http404(_("The file is not there any more.")) from None
    return FileResponse(
        content,
        as_attachment=True,
        filename=found.name,
        content_type=KINDS[found.kind].media_type,
        headers=HEADERS,
    )


def opened(request: HttpRequest, slug: str) -> AgreementDesk:
    """The agreement of an address before the reader. Raises `Http404` unless they may see it."""
    agreement: Agreement = get_object_or_404(Agreement.objects.visible_to(request.user), slug=slug)
    return AgreementDesk(agreement, request.user, timezone.localdate())


def _require_offered(desk: AgreementDesk, step: str) -> None:
    """Raise `PermissionDenied` with the reason where the step is not the reader's now."""
    if step not in desk.offered():
        refusals = desk.refusals(step)
        raise PermissionDenied(
            said(refusals[0].sentence) if refusals else _("This cannot be done now.")
        )


def _still_seen(request: HttpRequest, desk: AgreementDesk) -> bool:
    """Whether the reader may still see it: not after taking their own organisation out."""
    return Agreement.objects.visible_to(request.user).filter(pk=desk.agreement.pk).exists()
