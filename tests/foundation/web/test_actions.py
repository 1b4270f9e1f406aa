"""Every action of every pillar's web part: takes `by`, has words, and leaves its event."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
from pytest_django import Settings

import hanse
from hanse.foundation.roles import Role
from hanse.foundation.web.actions import (
    administrators,
    demo,
    invitations,
    join_requests,
    memberships,
    organisations,
    people,
    privacy,
    retention,
    roles,
)
from hanse.foundation.web.audit_words import ACTION_WORDS
from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.organisations import MembershipKind
from tests.foundation.web.factories import (
    Cast,
    make_invitation,
    make_join_request,
    make_organisation,
    make_person,
)


def modules() -> Iterator[ModuleType]:
    """Every module of a package or module called `actions` in a web part."""
    for found in pkgutil.walk_packages(hanse.__path__, "hanse."):
        parts = found.name.split(".")
        if "web" in parts and "actions" in parts:
            yield importlib.import_module(found.name)


def public_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for module in modules():
        for name, value in vars(module).items():
            if (
                inspect.isfunction(value)
                and not name.startswith("_")
                and value.__module__ == module.__name__
            ):
                yield f"{module.__name__}.{name}", value


ACTIONS = {
    name: function for name, function in public_functions() if hasattr(function, "is_action")
}


def test_what_takes_by_is_an_action_and_nothing_else_writes_under_a_name() -> None:
    assert ACTIONS
    for name, function in public_functions():
        takes_by = "by" in inspect.signature(function).parameters
        assert takes_by is (name in ACTIONS), f"{name}: decorate it with audit.action"


def scenario(name: str, cast: Cast) -> Any:
    """Take the foundation's action `name` once, as it usually goes."""
    organisation, owner, administrator = cast.organisation, cast.owner, cast.administrator
    place = organisation.memberships.get(person=cast.member)
    details = {"name": "Another", "kind": "firm", "country": "AT"}
    gone = make_organisation("Gone", withdrawn=organisation.created)
    return {
        "administrator_make": lambda: administrators.administrator_make(email="new@example.org"),
        "create_demo_accounts": lambda: demo.create_demo_accounts(),
        "invitation_send": lambda: invitations.invitation_send(
            by=owner,
            organisation=organisation,
            email="new@example.org",
            kind=MembershipKind.MEMBER,
        ),
        "invitation_revoke": lambda: invitations.invitation_revoke(
            by=owner, invitation=make_invitation(organisation, "new@example.org")
        ),
        "invitation_accept": lambda: invitations.invitation_accept(
            by=cast.stranger, invitation=make_invitation(organisation, cast.stranger.email)
        ),
        "join_request_make": lambda: join_requests.join_request_make(
            by=cast.stranger, organisation=organisation
        ),
        "join_request_withdraw": lambda: join_requests.join_request_withdraw(
            by=cast.stranger, request=make_join_request(organisation, cast.stranger)
        ),
        "join_request_answer": lambda: join_requests.join_request_answer(
            by=owner, request=make_join_request(organisation, cast.stranger), accept=True
        ),
        "membership_change": lambda: memberships.membership_change(
            by=owner, membership=place, kind=MembershipKind.EDITOR
        ),
        "membership_end": lambda: memberships.membership_end(by=owner, membership=place),
        "membership_leave": lambda: memberships.membership_leave(
            by=cast.member, organisation=organisation
        ),
        "organisation_create": lambda: organisations.organisation_create(
            by=cast.stranger, details=details
        ),
        "organisation_change": lambda: organisations.organisation_change(
            by=owner, organisation=organisation, details=details
        ),
        "organisation_withdraw": lambda: organisations.organisation_withdraw(
            by=administrator, organisation=organisation
        ),
        "organisation_restore": lambda: organisations.organisation_restore(
            by=administrator, organisation=gone
        ),
        "profile_change": lambda: people.profile_change(by=cast.stranger, name="Other"),
        "consent_give": lambda: people.consent_give(by=cast.stranger, purpose="news"),
        "consent_withdraw": lambda: people.consent_withdraw(by=cast.stranger, purpose="news"),
        "export_ask": lambda: privacy.export_ask(by=cast.stranger),
        "account_erase": lambda: privacy.account_erase(by=cast.stranger),
        "retention": lambda: retention.retention(),
        "role_grant": lambda: roles.role_grant(
            by=administrator, person=cast.stranger, role=Role.BOARD
        ),
        "role_end": lambda: roles.role_end(by=administrator, grant=cast.expert.role_grants.get()),
    }[name]


OURS = sorted(name.rsplit(".", 1)[-1] for name in ACTIONS if name.startswith("hanse.foundation."))


@pytest.mark.parametrize("name", OURS)
def test_an_action_leaves_its_event(name: str, cast: Cast, settings: Settings) -> None:
    settings.DEMO = True
    act = scenario(name, cast)
    before = set(AuditEvent.objects.values_list("pk", flat=True))
    act()
    left = AuditEvent.objects.exclude(pk__in=before)
    assert list(left.values_list("action", flat=True)) == [name]
    assert name in ACTION_WORDS


@pytest.mark.parametrize("name", OURS)
def test_no_event_names_a_person(name: str, cast: Cast, settings: Settings) -> None:
    settings.DEMO = True
    scenario(name, cast)()
    people_named = [cast.owner, cast.member, cast.stranger, cast.expert, make_person("Nobody")]
    for event in AuditEvent.objects.all():
        text = f"{event.object_label} {event.changes}"
        assert not [
            each for each in people_named if each.email in text or (each.name and each.name in text)
        ]
