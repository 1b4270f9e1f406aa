"""Making consortia, changing what is said of them, and their steps from idea to end."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hanse.collaboration.consortia.states import Place, State, state_after
from hanse.collaboration.web.consortium_letters import tell_invited
from hanse.collaboration.web.consortium_permits import locked, require_step
from hanse.collaboration.web.models.consortia import (
    Consortium,
    ConsortiumCode,
    ConsortiumMember,
    ConsortiumRole,
    edited_by,
)
from hanse.foundation.web.audit import action, differences, record
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User

DETAILS: Final = (
    "name",
    "title",
    "published",
    "strategy_public",
    "objectives",
    "previous",
    "call",
    "begins",
    "ends",
    "agreement_signed",
)
_TAKEN: Final = frozenset({"new", "compose"})
"""Words that are addresses of their own under /collaboration/consortia/."""
_LENGTH: Final = 70

Codes = Mapping[str, Collection[str]]
"""Kind of code -> codes."""


@action
def consortium_create(
    *,
    by: User,
    coordinator: Organisation,
    details: Mapping[str, Any],
    codes: Codes,
    invited: Mapping[Organisation, str] | None = None,
) -> Consortium:
    """Make a consortium that `coordinator` leads: an idea; forming, where somebody is invited.

    invited: organisation -> why it is asked. Raises `PermissionDenied` for who does not edit the
    coordinator, `ValidationError` for days the wrong way round.
    """
    if not edited_by(by).filter(pk=coordinator.pk).exists():
        raise PermissionDenied(_("You do not act for this organisation."))
    consortium = Consortium(
        slug=free_consortium_slug(details["name"]),
        state=State.FORMING if invited else State.IDEA,
        fictitious=coordinator.fictitious,
    )
    _fill(consortium, details)
    consortium.full_clean(exclude=["slug"])
    consortium.save()
    _set_codes(consortium, codes)
    ConsortiumMember.objects.create(
        consortium=consortium,
        organisation=coordinator,
        role=ConsortiumRole.COORDINATOR,
        place=Place.ACCEPTED,
        asked_by=by,
        answered=timezone.now(),
        answered_by=by,
    )
    for organisation, why in (invited or {}).items():
        place = ConsortiumMember.objects.create(
            consortium=consortium, organisation=organisation, why=why[:500], asked_by=by
        )
        tell_invited(place)
    record(
        consortium,
        {"name": consortium.name, "invited": [each.name for each in invited or {}]},
        organisation=coordinator,
    )
    return consortium


@action
def consortium_change(
    *, by: User, consortium: Consortium, details: Mapping[str, Any], codes: Codes, seen: int
) -> Consortium:
    """Change what is said of a consortium.

    seen: the revision that was on the page; another one now raises `ValidationError`, and nothing
    is written, so that no change of others is lost.
    """
    found = locked(consortium)
    require_step(by, "consortium_change", found)
    if found.revision != seen:
        raise ValidationError(
            _("Somebody else changed this meanwhile. Look at their changes below yours, then save.")
        )
    before = _said(found)
    _fill(found, details)
    found.revision += 1
    found.full_clean(exclude=["slug"])
    found.save()
    _set_codes(found, codes)
    record(found, differences(before, _said(found)), organisation=coordinator_of(found))
    return found


@action
def consortium_publish(*, by: User, consortium: Consortium, published: bool) -> Consortium:
    """Show a consortium to everybody, or to its members alone; also one that has ended."""
    found = locked(consortium)
    require_step(by, "consortium_publish", found)
    before, found.published = found.published, published
    found.revision += 1
    found.save()
    record(found, {"published": [before, published]}, organisation=coordinator_of(found))
    return found


@action
def consortium_step(*, by: User, consortium: Consortium, step: str) -> Consortium:
    """Take a step from one state to the next, as the table says.

    Raises `PermissionDenied` for who may never take it, `ValidationError` with what is missing.
    """
    found = locked(consortium)
    require_step(by, step, found)
    before = found.state
    found.state = state_after(step, before)
    if found.state == State.FORMED and found.formed is None:
        found.formed = timezone.localdate()
    if found.state == State.ENDED and found.ends is None and found.begins:
        found.ends = max(timezone.localdate(), found.begins)
    found.save()
    record(found, {"state": [before, found.state]}, organisation=coordinator_of(found))
    return found


def coordinator_of(consortium: Consortium) -> Organisation | None:
    """The organisation that coordinates it; None for one on record without a coordinator."""
    place = (
        consortium.members.belonging()
        .filter(role=ConsortiumRole.COORDINATOR)
        .select_related("organisation")
        .first()
    )
    return place.organisation if place else None


def free_consortium_slug(name: str) -> str:
    """A word for the address of a consortium called `name` that no other one has."""
    stem = slugify(name)[:_LENGTH].strip("-") or "consortium"
    candidate, number = stem, 1
    while candidate in _TAKEN or Consortium.objects.filter(slug=candidate).exists():
        number += 1
        candidate = f"{stem}-{number}"
    return candidate


def _fill(consortium: Consortium, details: Mapping[str, Any]) -> None:
    unknown = details.keys() - set(DETAILS)
    if unknown:
        raise TypeError(f"A consortium has no {', '.join(sorted(unknown))}.")
    for name, value in details.items():
        setattr(consortium, name, value)


def _said(consortium: Consortium) -> dict[str, Any]:
    """What is said of it, as JSON takes it."""
    said = {name: getattr(consortium, name) for name in DETAILS}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in said.items()
    }


def _set_codes(consortium: Consortium, codes: Codes) -> None:
    for kind, wanted in codes.items():
        consortium.codes.filter(kind=kind).exclude(code__in=wanted).delete()
        had = set(consortium.codes.filter(kind=kind).values_list("code", flat=True))
        ConsortiumCode.objects.bulk_create(
            ConsortiumCode(consortium=consortium, kind=kind, code=code)
            for code in dict.fromkeys(wanted)
            if code not in had
        )
