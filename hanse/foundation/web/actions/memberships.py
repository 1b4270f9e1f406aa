"""Who belongs to an organisation: changing, ending and leaving."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.foundation.web.audit import action, record
from hanse.foundation.web.mail import notify
from hanse.foundation.web.models.organisations import Membership, MembershipKind, Organisation
from hanse.foundation.web.models.people import User
from hanse.foundation.web.permits import require


@action
def membership_change(*, by: User, membership: Membership, kind: MembershipKind) -> None:
    """Make a member an editor, or an editor a plain member.

    Raises `ValidationError` when the last editor would lose the right, or nothing would change.
    """
    require(by, "membership_change", membership.organisation)
    current = _current(membership)
    if current.kind == kind:
        raise ValidationError(_("Nothing has changed."))
    if kind == MembershipKind.MEMBER:
        _check_another_editor(current)
    before, current.kind = current.kind, kind
    current.save(update_fields=["kind"])
    record(current, {"kind": [before, kind.value], "person": current.person_id})
    _tell(current, "membership_changed")


@action
def membership_end(*, by: User, membership: Membership) -> None:
    """Take somebody out of an organisation. Raises `ValidationError` for its last editor."""
    require(by, "membership_end", membership.organisation)
    current = _current(membership)
    _check_another_editor(current)
    _end(current)
    record(current, {"person": current.person_id})
    _tell(current, "membership_ended")


@action
def membership_leave(*, by: User, organisation: Organisation) -> None:
    """Leave an organisation.

    Raises `PermissionDenied` for who does not belong to it, `ValidationError` for its last editor,
    who hands over first.
    """
    require(by, "membership_leave", organisation)
    current = organisation.memberships.current().filter(person=by).first()
    if current is None:
        raise PermissionDenied(_("You do not belong to this organisation."))
    _check_another_editor(current)
    _end(current)
    record(current, {"person": current.person_id})


def join(organisation: Organisation, person: User, kind: MembershipKind) -> Membership:
    """Let `person` belong to `organisation`; for actions to use, which record it.

    A plain member who is invited as an editor becomes one; nobody is set back.
    """
    membership, is_new = organisation.memberships.current().get_or_create(
        organisation=organisation, person=person, defaults={"kind": kind}
    )
    if not is_new and kind == MembershipKind.EDITOR and membership.kind != kind:
        membership.kind = kind
        membership.save(update_fields=["kind"])
    return membership


def _current(membership: Membership) -> Membership:
    found = (
        Membership.objects.current()
        .select_for_update(of=("self",))
        .select_related("organisation", "person")
        .filter(pk=membership.pk)
        .first()
    )
    if found is None:
        raise ValidationError(_("This person has left the organisation already."))
    return found


def _check_another_editor(membership: Membership) -> None:
    if membership.kind != MembershipKind.EDITOR:
        return
    # Rows of all editors are locked, so that two who leave at once do not both succeed.
    editors = membership.organisation.memberships.editors().select_for_update(of=("self",))
    if not [each for each in editors if each.pk != membership.pk]:
        raise ValidationError(
            _("An organisation needs an editor. Make somebody else editor first.")
        )


def _end(membership: Membership) -> None:
    membership.until = timezone.now()
    membership.save(update_fields=["until"])


def _tell(membership: Membership, letter: str) -> None:
    notify(
        membership.person.email,
        letter,
        {
            "organisation": membership.organisation,
            "kind": membership.get_kind_display(),
        },
        language=membership.person.language,
    )
