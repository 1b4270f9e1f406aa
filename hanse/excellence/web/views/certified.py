"""Certificates: the public register of people, one's own, calibrations, requests to be answered."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.excellence.certificates import (
    CertificateRule,
    Requirement,
    Unmet,
    certificate_rules,
    unmet,
)
from hanse.excellence.web.achievements import achievements_of
from hanse.excellence.web.actions import certificates as actions
from hanse.excellence.web.actions.achievements import (
    education_answer,
    education_report,
)
from hanse.excellence.web.forms.training import EducationForm
from hanse.excellence.web.models.achievements import (
    CalibrationAttempt,
    CertificateRequest,
    Education,
)
from hanse.excellence.web.models.certificates import Certificate, CertificateKind
from hanse.excellence.web.models.credentials import Credential
from hanse.foundation.roles import Role
from hanse.foundation.web.access import person_of
from hanse.foundation.web.attempts import attempt
from hanse.foundation.web.models.people import User

_PER_PAGE: Final = 30


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the public register: the name only where the holder agreed."""

    certificate: Certificate
    name: str


@dataclass(frozen=True, slots=True)
class Register:
    """The public register of people."""

    rules: tuple[CertificateRule, ...]
    kind: str
    counts: list[tuple[CertificateRule, int]]
    page: Page[Certificate]
    lines: list[Listed]
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The page of one certificate."""

    certificate: Certificate
    rule: CertificateRule
    standing: str
    name: str
    is_own: bool
    may_decide: bool
    credential: Credential | None


@dataclass(frozen=True, slots=True)
class Ladder:
    """One kind of certificate as its reader stands to it.

    checks: each requirement and what is missing of it, None where it is met.
    """

    rule: CertificateRule
    held: Certificate | None
    standing: str
    renewing: bool
    checks: list[tuple[Requirement, Unmet | None]]
    asked: bool

    @property
    def may_ask(self) -> bool:
        """Whether nothing is missing and it is time."""
        open_to = self.held is None or self.standing in ("due", "grace", "expired", "revoked")
        return open_to and not self.asked and not any(found for _, found in self.checks)


@dataclass(frozen=True, slots=True)
class Mine:
    """One's own certificates and the way to the next."""

    ladders: list[Ladder]
    education: list[Education]
    attempts: list[CalibrationAttempt]
    form: EducationForm


@require_GET
def certified_people(request: HttpRequest) -> HttpResponse:
    """People whose certificates hold today."""
    today = timezone.localdate()
    kind = request.GET.get("kind", "")
    holding = Certificate.objects.valid(today)
    counts = dict.fromkeys(CertificateKind.values, 0)
    for each in holding.values_list("kind", flat=True):
        counts[each] += 1
    found = holding.of_kind(kind) if kind in counts else holding
    page = Paginator(found.select_related("person").order_by("kind", "number"), _PER_PAGE).get_page(
        request.GET.get("page")
    )
    rules = certificate_rules().certificate
    register = Register(
        rules,
        kind if kind in counts else "",
        [(rule, counts[rule.code]) for rule in rules],
        page,
        [Listed(each, _public_name(each)) for each in page],
        f"kind={kind}" if kind in counts else "",
    )
    return render(request, "excellence/certified_people.html", {"page": register})


@require_GET
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Whether one certificate holds, whatever its number was copied from."""
    found = get_object_or_404(Certificate.objects.select_related("person"), number=number)
    reader = request.user
    is_own = isinstance(reader, User) and reader.pk == found.person_id
    is_officer = isinstance(reader, User) and reader.has_role(Role.OFFICER)
    page = Shown(
        found,
        found.rule,
        found.standing(timezone.localdate()),
        str(found.person) if is_own or is_officer else _public_name(found),
        is_own,
        is_officer and not is_own,
        found.credentials.order_by("-pk").first(),
    )
    return render(request, "excellence/certificate.html", {"page": page})


@login_required
@require_POST
def certificate_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Suspend, restore, revoke; or let one's name be shown."""
    found = get_object_or_404(Certificate.objects.select_related("person"), number=number)
    today, reason = timezone.localdate(), request.POST.get("reason", "")[:200]
    if step in ("show", "hide"):
        attempt(
            request,
            _("Your choice is saved."),
            actions.certificate_publicity,
            certificate=found,
            public=step == "show",
        )
    elif step == "restore":
        attempt(
            request,
            _("The certificate holds again."),
            actions.certificate_restore,
            certificate=found,
            on=today,
        )
    elif step in ("suspend", "revoke"):
        stop = actions.certificate_revoke if step == "revoke" else actions.certificate_suspend
        attempt(
            request, _("The register is changed."), stop, certificate=found, reason=reason, on=today
        )
    else:
        raise Http404(_("There is no such step."))
    return redirect(found)


@login_required
@require_http_methods(["GET", "POST"])
def my_certificates(request: HttpRequest) -> HttpResponse:
    """One's own certificates, what is missing for the next, education; a form reports some."""
    person, today = person_of(request), timezone.localdate()
    form = EducationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            education_report(by=person, today=today, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The hours are reported. They count once confirmed."))
            return redirect("my_certificates")
    page = Mine(
        _ladders(person, today),
        list(person.education.all()),
        list(person.calibrations.select_related("case")),
        form,
    )
    return render(request, "excellence/my_certificates.html", {"page": page})


@login_required
@require_POST
def certificate_ask(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask for a certificate."""
    attempt(
        request,
        _("The secretariat has your request."),
        actions.certificate_ask,
        kind=kind,
        on=timezone.localdate(),
    )
    return redirect("my_certificates")


@login_required
@require_GET
def certificate_requests(request: HttpRequest) -> HttpResponse:
    """Requests and reported education that wait for an answer."""
    _require_officer(request)
    open_requests = CertificateRequest.objects.filter(answer="").select_related("person", "renews")
    waiting = Education.objects.filter(confirmed=None, refused="").select_related("person")
    return render(
        request,
        "excellence/certificate_requests.html",
        {
            "requests": [(each, certificate_rules().of(each.kind)) for each in open_requests],
            "education": list(waiting),
        },
    )


@login_required
@require_POST
def certificate_answer(request: HttpRequest, number: int) -> HttpResponse:
    """Issue the certificate asked for, or refuse it."""
    _require_officer(request)
    found = get_object_or_404(CertificateRequest.objects.select_related("person"), pk=number)
    today = timezone.localdate()
    if "issue" in request.POST:
        attempt(
            request,
            _("The certificate is issued and signed."),
            actions.certificate_issue,
            request=found,
            on=today,
        )
    else:
        attempt(
            request,
            _("The request is refused."),
            actions.certificate_refuse,
            request=found,
            reason=request.POST.get("reason", "")[:200],
            on=today,
        )
    return redirect("certificate_requests")


@login_required
@require_POST
def education_step(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm reported education, or refuse it."""
    _require_officer(request)
    found = get_object_or_404(Education, pk=number)
    refusal = "" if "confirm" in request.POST else request.POST.get("reason", "")[:200]
    if "confirm" not in request.POST and not refusal:
        messages.error(request, _("Give the reason."))
    else:
        attempt(
            request,
            _("The report is answered."),
            education_answer,
            education=found,
            refusal=refusal,
            on=timezone.localdate(),
        )
    return redirect("certificate_requests")


def _ladders(person: User, on: date) -> list[Ladder]:
    known = achievements_of(person)
    latest: dict[str, Certificate] = {}
    for each in Certificate.objects.filter(person=person).order_by("issued", "pk"):
        latest[each.kind] = each
    asked = set(
        CertificateRequest.objects.filter(person=person, answer="").values_list("kind", flat=True)
    )
    ladders = []
    for rule in certificate_rules().certificate:
        held = latest.get(rule.code)
        standing = held.standing(on) if held else ""
        renewing = held is not None and standing in ("valid", "due", "grace", "suspended")
        asks = rule.renewal if renewing else rule.requirement
        missing = {
            found.requirement: found
            for found in unmet(asks, known, on=on, since=held.issued if renewing and held else None)
        }
        checks = [(each, missing.get(each)) for each in asks]
        ladders.append(Ladder(rule, held, standing, renewing, checks, rule.code in asked))
    return ladders


def _public_name(certificate: Certificate) -> str:
    return str(certificate.person) if certificate.is_public else ""


def _require_officer(request: HttpRequest) -> None:
    if not person_of(request).has_role(Role.OFFICER):
        raise PermissionDenied(_("This page is for the programme's secretariat."))
