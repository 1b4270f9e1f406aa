"""Blocking an organisation, and reporting offers and messages."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.collaboration.web.models.interests import InterestMessage
from hanse.collaboration.web.models.offers import Offer
from hanse.collaboration.web.models.partner_conduct import Block, Report, ReportReason
from hanse.collaboration.web.partner_letters import tell_editors, tell_officers
from hanse.collaboration.web.partner_permits import require_editor
from hanse.foundation.roles import Role
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.organisations import Membership, Organisation
from hanse.foundation.web.models.people import User


@action
def block_set(*, by: User, organisation: Organisation, blocked: Organisation) -> Block:
    """Let `organisation` hear nothing more of `blocked`. Setting it again changes nothing."""
    require_editor(by, organisation)
    if organisation.pk == blocked.pk:
        raise ValidationError(_("This is your own organisation."))
    block, made = Block.objects.get_or_create(
        organisation=organisation, blocked=blocked, defaults={"set_by": by}
    )
    record(block, {"blocked": blocked.slug, "made": made}, organisation=organisation)
    return block


@action
def block_lift(*, by: User, block: Block) -> None:
    """Lift a block."""
    require_editor(by, block.organisation)
    record(block, {"blocked": block.blocked.slug}, organisation=block.organisation)
    block.delete()


@action
def report_make(
    *,
    by: User,
    organisation: Organisation,
    reason: str,
    text: str = "",
    offer: Offer | None = None,
    message: InterestMessage | None = None,
) -> Report:
    """Report an offer or a message that reached `organisation` to the programme's office.

    Raises `PermissionDenied` for what the person cannot see, `ValidationError` without a reason,
    for one's own words, and for what the organisation has reported already.
    """
    require_editor(by, organisation)
    if reason not in ReportReason.values:
        raise ValidationError({"reason": _("Choose a reason.")})
    if (offer is None) == (message is None):
        raise ValidationError(_("Report one thing at a time."))
    if offer is not None:
        if not Offer.objects.visible_to(by).filter(pk=offer.pk).exists():
            raise PermissionDenied(_("This is not for you to see."))
        about = offer.organisation
    else:
        assert message is not None
        if not InterestMessage.objects.visible_to(by).filter(pk=message.pk).exists():
            raise PermissionDenied(_("This is not for you to see."))
        if organisation.pk not in (message.interest.sender_id, message.interest.receiver_id):
            raise PermissionDenied(_("This message is not to your organisation."))
        about = message.organisation
    if about.pk == organisation.pk:
        raise ValidationError(_("These are the words of your own organisation."))
    same = Report.objects.open().filter(organisation=organisation, offer=offer, message=message)
    if same.exists():
        raise ValidationError(_("You have reported it already."))
    report = Report.objects.create(
        organisation=organisation,
        about=about,
        offer=offer,
        message=message,
        reason=reason,
        text=text.strip(),
        made_by=by,
    )
    record(report, {"reason": reason}, organisation=organisation)
    tell_officers("partner_report_made", {"report": report})
    return report


@action
def report_settle(*, by: User, report: Report, outcome: str) -> None:
    """Settle a report, and tell the organisation that made it what was done.

    Officers, never of either organisation. Raises `ValidationError` without words or a second time.
    """
    if not by.has_role(Role.OFFICER):
        raise PermissionDenied(_("This is for the programme's office."))
    tied = Membership.objects.current().filter(
        person=by, organisation__in=[report.organisation, report.about]
    )
    if tied.exists():
        raise PermissionDenied(_("Somebody settles this who belongs to neither organisation."))
    current = Report.objects.select_for_update().get(pk=report.pk)
    if current.settled:
        raise ValidationError(_("This report was settled already."))
    if not outcome.strip():
        raise ValidationError({"outcome": _("Say what was done.")})
    current.settled, current.settled_by = timezone.now(), by
    current.outcome = outcome.strip()
    current.save()
    record(current, {"settled": True})
    tell_editors(current.organisation, "partner_report_settled", {"outcome": current.outcome})
    report.refresh_from_db()
