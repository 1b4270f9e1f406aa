"""Putting consortia on record that a public source names."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from hanse.collaboration.consortia.records import recorded_consortia
from hanse.collaboration.consortia.states import Place, State
from hanse.collaboration.web.actions.consortia import free_consortium_slug
from hanse.collaboration.web.actions.records import KEEPERS, recorded_organisation
from hanse.collaboration.web.models.consortia import Consortium, ConsortiumMember
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.organisations import OrganisationKind
from hanse.foundation.web.models.people import User


@action
def load_consortium_records(*, by: User | None = None) -> int:
    """Put the consortia of the starting data on record with their members; how many were new.

    One that is here already stays as it is, so loading twice changes nothing. by: an officer or
    administrator; None for the command line. Raises `PermissionDenied` for anybody else.
    """
    if by is not None and not any(by.has_role(role) for role in KEEPERS):
        raise PermissionDenied(_("Only the programme's officers put consortia on record."))
    made = []
    for each in recorded_consortia():
        if Consortium.objects.filter(name=each.name, fictitious=False).exclude(source="").exists():
            continue
        consortium = Consortium.objects.create(
            slug=free_consortium_slug(each.name),
            name=each.name,
            title=each.title,
            # What became of it since is not on record; that it was formed is.
            state=State.FORMED,
            published=True,
            begins=each.begins,
            source=each.source,
            countries=list(each.countries),
        )
        for member in each.members:
            organisation = recorded_organisation(
                keeper=by,
                name=member.name,
                kind=OrganisationKind.CLUSTER,
                country=member.country,
                source=each.source,
            )
            ConsortiumMember.objects.create(
                consortium=consortium, organisation=organisation, place=Place.ACCEPTED
            )
        made.append(each.name)
    record(None, {"made": made})
    return len(made)
