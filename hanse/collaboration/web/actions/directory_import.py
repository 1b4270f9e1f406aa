"""Organisations taken over from a list, each on record with its source."""

from collections.abc import Collection, Mapping
from typing import Any

from hanse.collaboration.web.directory_permits import require
from hanse.collaboration.web.models.profiles import CodeKind, Profile, ProfileCode
from hanse.collaboration.web.models.records import RecordedOrganisation
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from hanse.foundation.web.organisation_slugs import free_slug

_OF_ORGANISATION = ("name", "native_name", "kind", "country", "region", "website", "description")


@action
def organisations_import(
    *, by: User, rows: Collection[Mapping[str, Any]], source: str, source_address: str = ""
) -> list[Organisation]:
    """Make the organisations of a list, with a published profile that nobody has confirmed.

    rows: as they were judged. They have no editors: their pages say that they are on record.
    """
    require(by, "organisations_import")
    made = []
    for row in rows:
        details = {name: row[name] for name in _OF_ORGANISATION}
        organisation = Organisation.objects.create(
            slug=free_slug(row["name"]), fictitious=by.fictitious, **details
        )
        profile = Profile.objects.create(organisation=organisation, published=True)
        ProfileCode.objects.bulk_create(
            ProfileCode(profile=profile, kind=CodeKind.INDUSTRY, code=code)
            for code in row["industries"]
        )
        RecordedOrganisation.objects.create(
            organisation=organisation, source=source, source_address=source_address
        )
        made.append(organisation)
    record(None, {"organisations": len(made), "source": source})
    return made
