"""Requests to join an organisation, and their answers."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.foundation.web.actions.memberships import join
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.mail import notify
from hanse.foundation.web.models.organisations import JoinRequest, MembershipKind, Organisation
from hanse.foundation.web.models.people import User
from hanse.foundation.web.permits import require


@action
def join_request_make(*, by: User, organisation: Organisation, message: str = "") -> JoinRequest:
    """Ask to join; the editors are told by mail.

    Raises `ValidationError` for who belongs to it, or has asked and has no answer yet.
    """
    require(by, "join_request_make", organisation)
    if organisation.withdrawn:
        raise ValidationError(_("This organisation is withdrawn."))
    if organisation.memberships.current().filter(person=by).exists():
        raise ValidationError(_("You belong to this organisation already."))
    if organisation.join_requests.open().filter(person=by).exists():
        raise ValidationError(_("You have asked already; the editors have not answered yet."))
    request = JoinRequest.objects.create(organisation=organisation, person=by, message=message)
    record(request, {"person": by.pk})
    path = reverse("organisation_members", args=[organisation.slug])
    for editor in organisation.memberships.editors().select_related("person"):
        notify(
            editor.person.email,
            "join_request",
            {
                "organisation": organisation,
                "person": by.name or _("Somebody"),
                "message": message,
                "link": f"{settings.ORIGIN}{path}",
            },
            language=editor.person.language,
        )
    return request


@action
def join_request_withdraw(*, by: User, request: JoinRequest) -> None:
    """Take one's own request back. Raises `ValidationError` when it was answered."""
    require(by, "join_request_withdraw")
    if request.person_id != by.pk:
        raise PermissionDenied(_("This is somebody else's request."))
    _answer(request, by, JoinRequest.Answer.WITHDRAWN, "")
    record(request, {"person": by.pk})


@action
def join_request_answer(*, by: User, request: JoinRequest, accept: bool, reason: str = "") -> None:
    """Accept a request, or refuse it with a reason, which the person reads.

    Raises `ValidationError` when it was answered, or refused without a reason.
    """
    require(by, "join_request_answer", request.organisation)
    if not accept and not reason.strip():
        raise ValidationError(_("Say why: the person will read it."))
    answer = JoinRequest.Answer.ACCEPTED if accept else JoinRequest.Answer.REFUSED
    _answer(request, by, answer, reason)
    if accept:
        join(request.organisation, request.person, MembershipKind.MEMBER)
    record(request, {"answer": answer.value, "person": request.person_id})
    notify(
        request.person.email,
        "join_answer",
        {
            "organisation": request.organisation,
            "accepted": accept,
            "reason": reason,
            "link": f"{settings.ORIGIN}{request.organisation.get_absolute_url()}",
        },
        language=request.person.language,
    )


def _answer(request: JoinRequest, by: User, answer: JoinRequest.Answer, reason: str) -> None:
    changed = (
        JoinRequest.objects.open()
        .filter(pk=request.pk)
        .update(answer=answer, answered=timezone.now(), answered_by=by, reason=reason)
    )
    if not changed:
        raise ValidationError(_("This request was answered already."))
    request.refresh_from_db()
