"""What experts and deciders say of themselves: ties to organisations, country, languages."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from hanse.excellence.web.models.label_experts import ExpertProfile
from hanse.excellence.web.models.label_ties import PersonalTie, TieKind
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User


@action
def tie_declare(
    *,
    by: User,
    organisation: Organisation,
    kind: str,
    since: date | None,
    until: date | None,
) -> PersonalTie:
    """Declare a tie of one's own; files of the organisation are then closed to one's offices.

    Raises `ValidationError` for a kind there is not, or an end before the beginning.
    """
    if kind not in TieKind.values:
        raise ValidationError(_("There is no such tie."))
    if since and until and until < since:
        raise ValidationError(_("It ends before it begins."))
    made = PersonalTie.objects.create(
        person=by, organisation=organisation, kind=kind, since=since, until=until
    )
    record(None, {"kind": kind, "organisation": organisation.pk})
    return made


@action
def tie_end(*, by: User, tie: PersonalTie, until: date) -> None:
    """Say when a tie of one's own ended; it counts for as long as the rules say.

    Raises `PermissionDenied` for somebody else's, `ValidationError` for an end before it began.
    """
    if tie.person_id != by.pk:
        raise PermissionDenied(_("This is somebody else's tie."))
    if tie.since and until < tie.since:
        raise ValidationError(_("It ends before it begins."))
    tie.until = until
    tie.save(update_fields=["until"])
    record(None, {"tie": tie.pk, "until": until.isoformat()})


@action
def expert_profile_change(*, by: User, country: str, languages: Sequence[str]) -> ExpertProfile:
    """Say in which country one works, and in which languages one assesses."""
    profile, _made = ExpertProfile.objects.update_or_create(
        person=by, defaults={"country": country, "languages": list(languages)}
    )
    record(None, {"country": country, "languages": list(languages)})
    return profile
