"""Roles of people: granted, running, ended, and asked for once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from hanse.foundation.roles import GRANTED, Role
from hanse.foundation.web.actions.roles import role_end, role_grant
from hanse.foundation.web.models.people import RoleGrant, User
from hanse.foundation.web.permits import permitted, roles_of
from tests.foundation.web.factories import Cast, make_person


def test_all_roles_of_a_request_cost_one_query(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = User.objects.get(pk=cast.expert.pk)
    with django_assert_num_queries(1):
        assert [role for role in GRANTED if person.has_role(role)] == [Role.EXPERT]
        assert person.has_role("member")
        assert person.has_role(Role.VISITOR)


@pytest.mark.parametrize(
    ("begins", "ends", "holds"),
    [(-2, None, True), (-2, 1, True), (-2, -1, False), (1, None, False), (1, 2, False)],
)
def test_a_role_holds_from_its_first_to_its_last_moment(
    db: None, begins: int, ends: int | None, holds: bool
) -> None:
    person = make_person()
    now = timezone.now()
    RoleGrant.objects.create(
        person=person,
        role=Role.BOARD,
        begins=now + timedelta(days=begins),
        ends=now + timedelta(days=ends) if ends else None,
    )
    assert person.has_role(Role.BOARD) is holds


def test_who_may_not_sign_in_has_no_role(cast: Cast) -> None:
    cast.administrator.is_active = False
    assert not cast.administrator.is_staff
    assert not cast.administrator.has_role(Role.MEMBER)
    assert roles_of(cast.administrator) == {Role.VISITOR}


def test_an_administrator_grants_and_ends_a_role_and_the_history_stays(cast: Cast) -> None:
    grant = role_grant(by=cast.administrator, person=cast.stranger, role=Role.EXPERT)
    assert cast.stranger.has_role(Role.EXPERT)
    role_end(by=cast.administrator, grant=grant)
    assert not cast.stranger.has_role(Role.EXPERT)
    kept = RoleGrant.objects.get(pk=grant.pk)
    assert (kept.granted_by, kept.ended_by) == (cast.administrator, cast.administrator)
    assert kept.ends is not None


@pytest.mark.parametrize("name", ["stranger", "owner", "expert", "officer", "board"])
def test_nobody_else_grants_or_ends_roles(cast: Cast, name: str) -> None:
    person = getattr(cast, name)
    with pytest.raises(PermissionDenied):
        role_grant(by=person, person=person, role=Role.ADMINISTRATOR)
    with pytest.raises(PermissionDenied):
        role_end(by=person, grant=RoleGrant.objects.get(person=cast.administrator))


def test_a_role_is_not_granted_twice_nor_in_the_past_nor_by_membership(cast: Cast) -> None:
    by = cast.administrator
    with pytest.raises(ValidationError, match="already"):
        role_grant(by=by, person=cast.expert, role=Role.EXPERT)
    with pytest.raises(ValidationError, match="future"):
        role_grant(by=by, person=cast.expert, role=Role.BOARD, ends=timezone.now())
    with pytest.raises(ValidationError, match="follows"):
        role_grant(by=by, person=cast.expert, role=Role.EDITOR)


def test_the_last_administrator_stays_and_nothing_ends_twice(cast: Cast) -> None:
    last = RoleGrant.objects.get(person=cast.administrator)
    with pytest.raises(ValidationError, match="remain"):
        role_end(by=cast.administrator, grant=last)
    role_grant(by=cast.administrator, person=cast.officer, role=Role.ADMINISTRATOR)
    role_end(by=cast.officer, grant=last)
    with pytest.raises(ValidationError, match="ended already"):
        role_end(by=cast.officer, grant=last)


def test_being_editor_depends_on_the_organisation(cast: Cast) -> None:
    assert permitted(cast.owner, "organisation_change", cast.organisation)
    assert not permitted(cast.owner, "organisation_change")
    assert not permitted(cast.member, "organisation_change", cast.organisation)
    assert permitted(cast.administrator, "organisation_change", cast.organisation)


def test_create_superuser_makes_an_administrator(db: None) -> None:
    person = User.objects.create_superuser("root@example.org", "x")
    assert person.is_staff
    assert person.is_superuser
    assert person.has_perm("foundation.change_user")
