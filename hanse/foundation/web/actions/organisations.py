"""Making, changing and withdrawing organisations."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.foundation.web.audit import action, differences, record
from hanse.foundation.web.models.organisations import Membership, MembershipKind, Organisation
from hanse.foundation.web.models.people import User
from hanse.foundation.web.organisation_slugs import free_slug
from hanse.foundation.web.permits import require

_DETAILS: Final = (
    "kind",
    "name",
    "native_name",
    "country",
    "region",
    "website",
    "description",
    "contact_name",
    "contact_email",
    "contact_phone",
)
_UNSAID: Final = frozenset({"contact_name", "contact_email", "contact_phone"})
"""Fields whose values the log leaves out: they name people. The organisation's history has them."""


@action
def organisation_create(*, by: User, details: Mapping[str, Any]) -> Organisation:
    """Make an organisation with `by` as its first editor.

    details: field -> value, as the form checked them.
    """
    require(by, "organisation_create")
    organisation = Organisation(slug=free_slug(details["name"]), fictitious=by.fictitious)
    _fill(organisation, details)
    organisation.save()
    Membership.objects.create(organisation=organisation, person=by, kind=MembershipKind.EDITOR)
    record(organisation, _said({}, _details(organisation)))
    return organisation


@action
def organisation_change(
    *, by: User, organisation: Organisation, details: Mapping[str, Any]
) -> Organisation:
    """Change what is said of an organisation; its address stays."""
    require(by, "organisation_change", organisation)
    before = _details(Organisation.objects.get(pk=organisation.pk))
    _fill(organisation, details)
    organisation.save()
    record(organisation, _said(before, _details(organisation)))
    return organisation


@action
def organisation_withdraw(*, by: User, organisation: Organisation) -> None:
    """Take an organisation off the site; its rows stay.

    Raises `ValidationError` for one that is withdrawn already.
    """
    require(by, "organisation_withdraw", organisation)
    if organisation.withdrawn:
        raise ValidationError(_("This organisation is withdrawn already."))
    organisation.withdrawn = timezone.now()
    organisation.save()
    record(organisation)


@action
def organisation_restore(*, by: User, organisation: Organisation) -> None:
    """Bring a withdrawn organisation back. Raises `ValidationError` for one that stands."""
    require(by, "organisation_restore", organisation)
    if not organisation.withdrawn:
        raise ValidationError(_("This organisation is not withdrawn."))
    organisation.withdrawn = None
    organisation.save()
    record(organisation)


def _details(organisation: Organisation) -> dict[str, Any]:
    return model_to_dict(organisation, fields=_DETAILS)


def _fill(organisation: Organisation, details: Mapping[str, Any]) -> None:
    unknown = details.keys() - set(_DETAILS)
    if unknown:
        raise TypeError(f"An organisation has no {', '.join(sorted(unknown))}.")
    for name, value in details.items():
        setattr(organisation, name, value)


def _said(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    changed = differences(before, after)
    return {name: "changed" if name in _UNSAID else pair for name, pair in changed.items()}
