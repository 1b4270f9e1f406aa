"""Putting organisations on record that a public source names."""

from typing import Final

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from hanse.collaboration.web.models.records import RecordedOrganisation
from hanse.foundation.roles import Role
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from hanse.foundation.web.organisation_slugs import free_slug

KEEPERS: Final = frozenset({Role.OFFICER, Role.ADMINISTRATOR})
"""Who keeps the records of this site; the command line does so for nobody."""


def recorded_organisation(
    *,
    keeper: User | None,
    name: str,
    kind: str,
    country: str,
    source: str,
    source_address: str = "",
) -> Organisation:
    """The organisation of that name and country, put on record where there is none yet.

    kind: of `OrganisationKind`. country: code as in `country_names` (Greece EL, the United Kingdom
    UK). One that is here already stays as it is, so asking twice makes one; a fictitious one never
    stands for a real one. keeper: an officer or administrator; None for the command line.
    """
    there = Organisation.objects.filter(
        name=name, country=country, fictitious=False, withdrawn__isnull=True
    ).first()
    if there is not None:
        return there
    return organisation_record(
        by=keeper,
        name=name,
        kind=kind,
        country=country,
        source=source,
        source_address=source_address,
    )


@action
def organisation_record(
    *, by: User | None, name: str, kind: str, country: str, source: str, source_address: str = ""
) -> Organisation:
    """Put an organisation on record: it is named by `source`, and nobody acts for it here.

    Raises `PermissionDenied` for who keeps no records, `ValueError` without a source.
    """
    if by is not None and not any(by.has_role(role) for role in KEEPERS):
        raise PermissionDenied(_("Only the programme's officers put organisations on record."))
    if not source.strip():
        raise ValueError(f"{name} is not put on record without a source.")
    organisation = Organisation.objects.create(
        slug=free_slug(name), kind=kind, name=name, country=country
    )
    RecordedOrganisation.objects.create(
        organisation=organisation, source=source, source_address=source_address
    )
    record(organisation, {"name": name, "country": country, "source": source})
    return organisation
