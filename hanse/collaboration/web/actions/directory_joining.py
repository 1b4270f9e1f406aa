"""Firms ask to join cluster organisations, and are answered."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.collaboration.directory.joining import Request, Side, step
from hanse.collaboration.web.directory_permits import require
from hanse.collaboration.web.models.directory_joining import JoinClusterRequest, RequestState
from hanse.collaboration.web.models.profiles import ClusterMember, MemberKind
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.mail import notify
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind
from hanse.foundation.web.models.people import User


@action
def cluster_join_ask(
    *, by: User, firm: Organisation, cluster: Organisation, on: date, message: str = ""
) -> JoinClusterRequest:
    """Ask to join a cluster organisation for a firm; its editors are told by mail.

    Raises `ValidationError` where it is a member, has asked, or where nobody could answer.
    """
    require(by, "cluster_join_ask", firm)
    if firm.kind != OrganisationKind.FIRM or cluster.kind != OrganisationKind.CLUSTER:
        raise ValidationError(_("A firm asks to join a cluster organisation."))
    if cluster.withdrawn or not cluster.memberships.editors().exists():
        raise ValidationError(_("Nobody of this cluster organisation could answer on this site."))
    if ClusterMember.objects.filter(cluster=cluster, member=firm).current(on).exists():
        raise ValidationError(_("The firm is a member of this cluster organisation already."))
    if JoinClusterRequest.objects.open().filter(firm=firm, cluster=cluster).exists():
        raise ValidationError(_("The firm has asked already and has no answer yet."))
    request = JoinClusterRequest.objects.create(
        firm=firm, cluster=cluster, message=message, asked_by=by
    )
    record(request, {"firm": firm.pk}, organisation=cluster)
    _tell(request, cluster, "cluster_join_request")
    return request


@action
def cluster_join_withdraw(*, by: User, request: JoinClusterRequest) -> None:
    """Take a firm's request back. Raises `ValidationError` when it was answered."""
    require(by, "cluster_join_withdraw", request.firm)
    _step(request, by, "cluster_join_withdraw", Side.FIRM)
    record(request, organisation=request.cluster)


@action
def cluster_join_accept(*, by: User, request: JoinClusterRequest, on: date) -> ClusterMember:
    """Take the firm as a member from a day on. Raises `ValidationError` when it was answered."""
    require(by, "cluster_join_accept", request.cluster)
    _step(request, by, "cluster_join_accept", Side.CLUSTER)
    member = ClusterMember.objects.create(
        cluster=request.cluster,
        member=request.firm,
        name=request.firm.name,
        kind=MemberKind.FIRM,
        since=on,
    )
    record(request, {"member": member.pk}, organisation=request.cluster)
    _tell(request, request.firm, "cluster_join_answer")
    return member


@action
def cluster_join_decline(*, by: User, request: JoinClusterRequest, reason: str) -> None:
    """Decline a request with a reason, which the firm reads.

    Raises `ValidationError` when it was answered, or without a reason.
    """
    require(by, "cluster_join_decline", request.cluster)
    if not reason.strip():
        raise ValidationError(_("Say why: the firm will read it."))
    _step(request, by, "cluster_join_decline", Side.CLUSTER, reason)
    record(request, organisation=request.cluster)
    _tell(request, request.firm, "cluster_join_answer")


def _step(request: JoinClusterRequest, by: User, code: str, side: Side, reason: str = "") -> None:
    """Take a step of the table; who is on the side was checked by the caller."""
    taken = step(code, Request(request.state), side)
    if taken is None:
        raise ValidationError(_("This request was answered already."))
    changed = JoinClusterRequest.objects.filter(pk=request.pk, state=request.state).update(
        state=RequestState(taken.target.value),
        answered=timezone.now(),
        answered_by=by,
        reason=reason,
    )
    if not changed:
        raise ValidationError(_("This request was answered already."))
    request.refresh_from_db()


def _tell(request: JoinClusterRequest, whom: Organisation, letter: str) -> None:
    link = f"{settings.ORIGIN}{reverse('cluster_requests', args=[whom.slug])}"
    for editor in whom.memberships.editors().select_related("person"):
        notify(
            editor.person.email,
            letter,
            {"request": request, "link": link},
            language=editor.person.language,
            pillar="collaboration",
        )
