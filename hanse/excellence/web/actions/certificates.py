"""Asking for certificates, issuing and renewing them, suspending and revoking them."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from hanse.excellence.certificates import (
    NEWEST,
    certificate_rules,
    expiry,
    reminder_due,
    renewed_expiry,
)
from hanse.excellence.web.achievements import unmet_for
from hanse.excellence.web.actions.credentials import credential_issue, credential_status_change
from hanse.excellence.web.models.achievements import CertificateRequest
from hanse.excellence.web.models.certificates import Certificate, CertificateKind
from hanse.excellence.web.models.credentials import Credential
from hanse.excellence.web.models.programme import Project
from hanse.excellence.web.models.sessions import Enrolment
from hanse.foundation.roles import Role
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.mail import notify
from hanse.foundation.web.models.people import User

_RENEWABLE = ("due", "grace")
_PREFIXES = {
    CertificateKind.BENCHMARKING_EXPERT: "BE",
    CertificateKind.BENCHMARKING_TRAINER: "BT",
    CertificateKind.ASSOCIATE: "AS",
    CertificateKind.INSTRUCTOR: "IN",
}


@action
def certificate_ask(*, by: User, kind: str, on: date) -> CertificateRequest:
    """Ask for a certificate, or for the renewal of the one that is due.

    Raises `ValidationError` naming what is missing, or when one holds it and it is not due.
    """
    if kind not in CertificateKind.values:
        raise ValidationError(_("There is no such certificate."))
    renews = latest(by, kind)
    if renews is not None and renews.standing(on) in ("valid", "not yet", "suspended"):
        raise ValidationError(_("You hold this certificate, and its renewal is not open yet."))
    if renews is not None and renews.standing(on) not in _RENEWABLE:
        renews = None
    if CertificateRequest.objects.filter(person=by, kind=kind, answer="").exists():
        raise ValidationError(_("You have asked for it already."))
    _require_nothing_missing(kind, by, on, renews)
    request = CertificateRequest.objects.create(person=by, kind=kind, renews=renews)
    record(request, {"kind": kind, "renewal": renews is not None})
    return request


@action
def certificate_issue(*, by: User, request: CertificateRequest, on: date) -> Certificate:
    """Issue the certificate asked for, with its signed credential.

    Officers only, never to themselves. Raises `ValidationError` when something is missing by now.
    """
    _require_officer(by, request.person)
    request = CertificateRequest.objects.select_for_update().get(pk=request.pk)
    if request.answer:
        raise ValidationError(_("This request was answered already."))
    person, renews = request.person, request.renews
    _require_nothing_missing(request.kind, person, on, renews)
    rule = certificate_rules().of(request.kind)
    certificate = Certificate.objects.create(
        person=person,
        kind=request.kind,
        number=_free_number(request.kind, on),
        issued=on,
        expires=renewed_expiry(rule, renews.held) if renews else expiry(rule, on),
        renews=renews,
        rules=NEWEST,
        project=_project_of(person, request.kind),
        is_public=renews.is_public if renews else False,
    )
    request.answer, request.answered = CertificateRequest.Answer.ISSUED, on
    request.save(update_fields=["answer", "answered"])
    record(certificate, {"kind": request.kind, "until": certificate.expires.isoformat()})
    credential_issue(by=by, certificate=certificate, on=on)
    notify(
        person.email,
        "certificate_issued",
        {"certificate": certificate, "link": reverse("certificate", args=[certificate.number])},
        language=person.language,
        pillar="excellence",
    )
    return certificate


@action
def certificate_refuse(*, by: User, request: CertificateRequest, reason: str, on: date) -> None:
    """Refuse a request, with a reason. Officers only."""
    _require_officer(by, request.person)
    if request.answer:
        raise ValidationError(_("This request was answered already."))
    if not reason.strip():
        raise ValidationError(_("Give the reason."))
    request.answer, request.answered = CertificateRequest.Answer.REFUSED, on
    request.reason = reason
    request.save()
    record(request, {"refused": reason})
    notify(
        request.person.email,
        "certificate_refused",
        {"request": request, "reason": reason},
        language=request.person.language,
        pillar="excellence",
    )


@action
def certificate_suspend(*, by: User, certificate: Certificate, reason: str, on: date) -> None:
    """Suspend a certificate: its holder cannot be proposed until it is restored."""
    _stop(by, certificate, reason)
    if certificate.suspended is not None:
        raise ValidationError(_("This certificate is suspended already."))
    certificate.suspended, certificate.reason = on, reason
    certificate.save(update_fields=["suspended", "reason"])
    record(certificate, {"suspended": on.isoformat(), "reason": reason})
    _change_credentials(by, certificate, "suspended", on)


@action
def certificate_restore(*, by: User, certificate: Certificate, on: date) -> None:
    """End the suspension of a certificate."""
    _require_officer(by, certificate.person)
    if certificate.suspended is None or certificate.revoked is not None:
        raise ValidationError(_("This certificate is not suspended."))
    certificate.suspended, certificate.reason = None, ""
    certificate.save(update_fields=["suspended", "reason"])
    record(certificate, {"restored": on.isoformat()})
    _change_credentials(by, certificate, "reinstated", on)


@action
def certificate_revoke(*, by: User, certificate: Certificate, reason: str, on: date) -> None:
    """Revoke a certificate for good."""
    _stop(by, certificate, reason)
    certificate.revoked, certificate.reason = on, reason
    certificate.save(update_fields=["revoked", "reason"])
    record(certificate, {"revoked": on.isoformat(), "reason": reason})
    _change_credentials(by, certificate, "revoked", on)


@action
def certificate_publicity(*, by: User, certificate: Certificate, public: bool) -> None:
    """Let one's name stand in the public register, or take it out again. The holder decides."""
    if certificate.person_id != by.pk:
        raise PermissionDenied(_("The holder decides about this."))
    certificate.is_public = public
    certificate.save(update_fields=["is_public"])
    record(certificate, {"public": public})


@action
def certificates_remind(*, by: User | None = None, on: date) -> int:
    """Remind holders whose certificates end soon; how many were reminded. A daily job."""
    reminded = 0
    running = Certificate.objects.filter(expires__gte=on, revoked__isnull=True)
    for each in running.select_related("person"):
        left = reminder_due(each.held, on)
        if left is None or each.renewed_by.exists():
            continue
        notify(
            each.person.email,
            "certificate_ends",
            {"certificate": each, "days": left, "link": reverse("my_certificates")},
            language=each.person.language,
            pillar="excellence",
        )
        reminded += 1
    record(None, {"on": on.isoformat(), "reminded": reminded})
    return reminded


def _change_credentials(by: User, certificate: Certificate, status: str, on: date) -> None:
    """Let the signed badges of a certificate follow it; those revoked already stay so."""
    for each in Credential.objects.standing().filter(certificate=certificate):
        credential_status_change(by=by, credential=each, status=status, on=on)


def latest(person: User, kind: str) -> Certificate | None:
    """The certificate of a kind that `person` was issued last."""
    return Certificate.objects.filter(person=person, kind=kind).order_by("-issued", "-pk").first()


def _require_officer(by: User, person: User) -> None:
    if not by.has_role(Role.OFFICER) or by.pk == person.pk:
        raise PermissionDenied(
            _("The programme's secretariat decides about certificates, never about one's own.")
        )


def _require_nothing_missing(kind: str, person: User, on: date, renews: Certificate | None) -> None:
    missing = unmet_for(kind, person, on, renews)
    if missing:
        raise ValidationError(
            [_("Missing: %(text)s.") % {"text": each.requirement.text} for each in missing]
        )


def _stop(by: User, certificate: Certificate, reason: str) -> None:
    _require_officer(by, certificate.person)
    if certificate.revoked is not None:
        raise ValidationError(_("This certificate is revoked."))
    if not reason.strip():
        raise ValidationError(_("Give the reason."))


def _project_of(person: User, kind: str) -> Project | None:
    """The programme project under which `person` was trained for it, if there was one."""
    asked = {each.what for each in certificate_rules().of(kind).requirement if each.what}
    trained = (
        Enrolment.objects.filter(person=person, completed__isnull=False, session__course__in=asked)
        .exclude(session__project=None)
        .select_related("session__project")
        .order_by("-completed")
        .first()
    )
    return trained.session.project if trained else None


def _free_number(kind: str, on: date) -> str:
    prefix = f"{_PREFIXES[CertificateKind(kind)]}-{on.year}-"
    taken = Certificate.objects.filter(number__startswith=prefix).count()
    return f"{prefix}{taken + 1:04d}"
