"""The audit log: every action leaves an event, and events stay as they are."""

import pytest
from django.contrib.auth.models import AnonymousUser

from hanse.foundation.roles import Role
from hanse.foundation.web.actions.roles import role_grant
from hanse.foundation.web.audit import action, differences, hashed_address, record, record_event
from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.people import User
from tests.foundation.web.factories import Cast, make_organisation


def test_an_action_leaves_who_what_and_to_whom(cast: Cast) -> None:
    grant = role_grant(by=cast.administrator, person=cast.stranger, role=Role.BOARD)
    event = AuditEvent.objects.get()
    assert (event.action, event.by) == ("role_grant", cast.administrator)
    assert (event.object_type, event.object_id) == ("foundation.rolegrant", str(grant.pk))
    assert event.changes["role"] == "board"


@action
def silent(*, by: User | None) -> None:
    """Writes, and says nothing of it."""
    User.objects.create_user("silent@example.org")


def test_an_action_without_an_event_writes_nothing(db: None) -> None:
    with pytest.raises(RuntimeError, match="left no event"):
        silent(by=None)
    assert not User.objects.exists()


def test_an_event_outside_an_action_is_refused(db: None) -> None:
    with pytest.raises(RuntimeError, match="none is running"):
        record(None)


def test_an_action_takes_its_arguments_by_name_and_says_by_whom() -> None:
    def by_place(by: User) -> None: ...
    def nobody(*, what: str) -> None: ...

    for each in (by_place, nobody):
        with pytest.raises(TypeError, match="by name"):
            action(each)


def test_events_are_neither_changed_nor_deleted(cast: Cast) -> None:
    event = record_event("test", by=cast.owner, about=cast.organisation)
    refused = (
        event.save,
        event.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(action="other"),
        lambda: AuditEvent.objects.bulk_update([event], ["action"]),
        lambda: AuditEvent.objects.all().pseudonymise(by=None),
    )
    for attempt in refused:
        with pytest.raises(TypeError, match="audit log"):
            attempt()
    assert AuditEvent.objects.get().action == "test"


def test_editors_see_the_log_of_their_organisation_alone(cast: Cast) -> None:
    ours = record_event("ours", by=cast.owner, about=cast.organisation)
    theirs = record_event("theirs", by=None, about=make_organisation())
    nobodys = record_event("nobodys", by=None)
    assert list(AuditEvent.objects.visible_to(cast.owner)) == [ours]
    assert set(AuditEvent.objects.visible_to(cast.administrator)) == {ours, theirs, nobodys}
    for person in (cast.member, cast.stranger, cast.officer, AnonymousUser()):
        assert not AuditEvent.objects.visible_to(person).exists()


def test_addresses_are_hashed_alike_and_never_kept_plain() -> None:
    assert hashed_address("192.0.2.1") == hashed_address("192.0.2.1")
    assert hashed_address("192.0.2.1") != hashed_address("192.0.2.2")
    assert hashed_address("") == ""


def test_differences_name_what_changed() -> None:
    assert differences({"a": 1, "b": 2}, {"a": 1, "b": 3}) == {"b": [2, 3]}
