"""The list of a cluster organisation's members: added, changed, ended, taken over from a file."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanse.collaboration.web.directory_permits import require
from hanse.collaboration.web.models.profiles import ClusterMember
from hanse.foundation.web.audit import action, differences, record
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind
from hanse.foundation.web.models.people import User

DETAILS: Final = ("name", "kind", "size", "objects_to_naming", "since")


@action
def cluster_member_add(
    *, by: User, organisation: Organisation, details: Mapping[str, Any]
) -> ClusterMember:
    """Add a member. details: `DETAILS` -> value, as the form checked them."""
    require(by, "cluster_member_add", organisation)
    _require_cluster(organisation)
    made = ClusterMember.objects.create(cluster=organisation, **details)
    record(organisation, {"member": made.pk})
    return made


@action
def cluster_member_change(
    *, by: User, member: ClusterMember, details: Mapping[str, Any]
) -> ClusterMember:
    """Change what is said of a member."""
    require(by, "cluster_member_change", member.cluster)
    # A form has written its values into `member` already.
    held = ClusterMember.objects.get(pk=member.pk)
    before = {name: str(getattr(held, name)) for name in details}
    for name, value in details.items():
        setattr(member, name, value)
    member.save()
    after = {name: str(getattr(member, name)) for name in details}
    changed = differences(before, after)
    # Whoever objects to be named is not named in the log either.
    record(member.cluster, {"member": member.pk, "changed": sorted(changed)})
    return member


@action
def cluster_member_end(*, by: User, member: ClusterMember, on: date) -> None:
    """Let a membership end with the day before; the row stays.

    Raises `ValidationError` for one that has ended.
    """
    require(by, "cluster_member_end", member.cluster)
    if member.until is not None:
        raise ValidationError(_("This membership has ended already."))
    member.until = on - timedelta(days=1)
    member.save()
    record(member.cluster, {"member": member.pk})


@action
def cluster_members_import(
    *, by: User, organisation: Organisation, rows: Collection[Mapping[str, Any]]
) -> int:
    """Add the members of a file, as it was checked before; how many. rows: as `details`."""
    require(by, "cluster_members_import", organisation)
    _require_cluster(organisation)
    made = ClusterMember.objects.bulk_create(
        ClusterMember(cluster=organisation, **row) for row in rows
    )
    record(organisation, {"members": len(made)})
    return len(made)


def _require_cluster(organisation: Organisation) -> None:
    if organisation.kind != OrganisationKind.CLUSTER:
        raise ValidationError(_("Only cluster organisations have members of this kind."))
