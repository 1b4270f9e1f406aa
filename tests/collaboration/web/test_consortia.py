"""Consortia: their steps, members, plans and strategies; every step not in the table is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from pytest_django import DjangoCaptureOnCommitCallbacks

from hanse.collaboration.consortia.states import STEPS, Part, Place, State, Version, may_step
from hanse.collaboration.journey.evidence import EvidenceKind
from hanse.collaboration.web.actions import consortia as way
from hanse.collaboration.web.actions import consortium_members as members
from hanse.collaboration.web.actions import consortium_plans as plans
from hanse.collaboration.web.actions import strategies as writing
from hanse.collaboration.web.actions.consortium_records import load_consortium_records
from hanse.collaboration.web.consortium_facts import consortium_facts
from hanse.collaboration.web.consortium_permits import facts_of, standpoint
from hanse.collaboration.web.evidence_sources import evidence
from hanse.collaboration.web.models.consortia import (
    Consortium,
    ConsortiumMember,
    ConsortiumMilestone,
    ConsortiumTask,
)
from hanse.collaboration.web.models.records import RecordedOrganisation
from hanse.collaboration.web.models.strategies import StrategyVersion
from hanse.foundation.roles import Role
from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from tests.collaboration.consortium_factories import (
    WHOLE,
    make_consortium,
    make_editor,
    make_strategy,
)
from tests.foundation.web.factories import make_person

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)
DETAILS = {"name": "Together", "title": "Wood"}


class Three:
    """A consortium of two members with a third organisation invited; a stranger beside."""

    def __init__(self, state: str = State.FORMING) -> None:
        self.lead, self.one = make_editor("Lena", country="DE")
        self.member, self.two = make_editor("Milan", country="CZ")
        self.asked, self.three = make_editor("Ida", country="IT")
        self.stranger = make_person("Sten")
        self.consortium = make_consortium(
            self.one, self.two, invited=(self.three,), state=state, targets=("JP", "US")
        )

    def place(self, organisation: Organisation) -> ConsortiumMember:
        return ConsortiumMember.objects.select_related("consortium").get(
            consortium=self.consortium, organisation=organisation
        )

    def people(self) -> dict[User, set[Part]]:
        return {
            self.lead: {Part.COORDINATOR, Part.MEMBER},
            self.member: {Part.MEMBER},
            self.asked: {Part.INVITED},
            self.stranger: set(),
        }


@pytest.fixture
def three() -> Three:
    return Three()


# --- Who is what ------------------------------------------------------------------------------


def test_what_each_is_to_it(three: Three) -> None:
    for person, parts in three.people().items():
        assert standpoint(person, three.consortium).parts == parts
    assert standpoint(AnonymousUser(), three.consortium).parts == frozenset()
    administrator = make_person("Ada", Role.ADMINISTRATOR)
    assert standpoint(administrator, three.consortium).parts == frozenset()


@pytest.mark.parametrize("published", [True, False])
def test_who_sees_and_edits_it(three: Three, published: bool) -> None:
    Consortium.objects.update(published=published)
    seen = {
        name: Consortium.objects.visible_to(person).exists()
        for name, person in (
            ("lead", three.lead), ("member", three.member), ("asked", three.asked),
            ("stranger", three.stranger), ("visitor", AnonymousUser()),
        )
    }  # fmt: skip
    assert seen == {
        "lead": True, "member": True, "asked": True, "stranger": published, "visitor": published,
    }  # fmt: skip
    assert Consortium.objects.editable_by(three.member).exists()
    assert not Consortium.objects.editable_by(three.asked).exists()
    Consortium.objects.update(state=State.ENDED)
    assert not Consortium.objects.editable_by(three.lead).exists()


@pytest.mark.parametrize("state", Version)
@pytest.mark.parametrize("public", [True, False])
def test_drafts_are_never_public(three: Three, state: Version, public: bool) -> None:
    """Whatever the consortium shows, outsiders see a strategy only once all approved it."""
    Consortium.objects.update(published=True, strategy_public=public)
    version = make_strategy(three.consortium, state)
    shown = public and state is Version.APPROVED
    for person in (AnonymousUser(), three.stranger, three.asked, make_person("O", Role.OFFICER)):
        assert StrategyVersion.objects.visible_to(person).filter(pk=version.pk).exists() is shown
    assert StrategyVersion.objects.visible_to(three.member).exists()


# --- Every step in every state by everybody ---------------------------------------------------


def takes(three: Three, step: str, person: User) -> Callable[[], Any]:
    """The action of a step, ready to be taken; conditions are met."""
    consortium, version = three.consortium, StrategyVersion.objects.first()
    own = next(
        (each for each in (three.one, three.two, three.three)
         if person.memberships.filter(organisation=each).exists()), three.two,
    )  # fmt: skip
    place = three.place(three.two)
    asked = three.place(three.three)
    task = ConsortiumTask.objects.create(consortium=consortium, title="T")
    stone = ConsortiumMilestone.objects.create(consortium=consortium, title="M")
    fourth = Organisation.objects.filter(slug="fourth").first() or Organisation.objects.create(
        slug="fourth", name="Fourth", kind="cluster", country="FR"
    )
    table: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
        "consortium_change": (
            way.consortium_change,
            {"consortium": consortium, "details": DETAILS, "codes": {}, "seen": 0},
        ),
        "consortium_publish": (
            way.consortium_publish, {"consortium": consortium, "published": True},
        ),
        "consortium_invite": (
            members.consortium_invite,
            {"consortium": consortium, "organisation": fourth, "role": "partner", "function": ""},
        ),
        "consortium_uninvite": (members.consortium_uninvite, {"place": asked}),
        "consortium_role": (
            members.consortium_role, {"place": place, "role": "partner", "function": "Markets"},
        ),
        "consortium_accept": (members.consortium_accept, {"place": asked}),
        "consortium_decline": (members.consortium_decline, {"place": asked}),
        "consortium_leave": (members.consortium_leave, {"place": place}),
        "consortium_task_save": (
            plans.consortium_task_save,
            {"consortium": consortium, "task": None, "details": {
                "title": "Visit", "lead": three.one, "begins": DAY, "ends": DAY, "country": ""}},
        ),
        "consortium_task_remove": (plans.consortium_task_remove, {"task": task}),
        "consortium_milestone_save": (
            plans.consortium_milestone_save,
            {"consortium": consortium, "milestone": None,
             "details": {"title": "First", "due": DAY, "progress": 10}},
        ),
        "consortium_milestone_remove": (plans.consortium_milestone_remove, {"milestone": stone}),
        "consortium_reach_save": (
            plans.consortium_reach_save, {"consortium": consortium, "year": 2025, "smes": 3},
        ),
        "strategy_begin": (writing.strategy_begin, {"consortium": consortium}),
        "strategy_section_save": (
            writing.strategy_section_save,
            {"version": version, "code": "vision", "content": {"text": "x"}, "seen": 0},
        ),
        "strategy_submit": (writing.strategy_submit, {"version": version}),
        "strategy_take_back": (writing.strategy_take_back, {"version": version}),
        "strategy_approve": (
            writing.strategy_approve, {"version": version, "organisation": own},
        ),
        "strategy_send_back": (
            writing.strategy_send_back,
            {"version": version, "organisation": own, "remark": "More markets."},
        ),
    }  # fmt: skip
    act, given = table.get(step) or (way.consortium_step, {"consortium": consortium, "step": step})
    return lambda: act(by=person, **given)


@pytest.mark.parametrize("step", STEPS)
def test_every_step_by_everybody_in_every_state(step: str) -> None:
    """Generated: what the table allows is done, all else is refused and leaves nothing behind."""
    three = Three()
    Consortium.objects.update(begins=DAY, call="escp_s3")
    of_strategy = STEPS[step].of == "strategy"
    for state in Version if of_strategy else State:
        for person, parts in three.people().items():
            # What a step does is undone for the next, so that each is tried on the same.
            _prepare(three, step, state, of_strategy)
            before = AuditEvent.objects.count()
            act = takes(three, step, person)
            # Asking and leaving differ from the table in whom: that is tried apart.
            if step == "consortium_leave" and person == three.lead:
                continue
            if may_step(step, state, parts):
                act()
                assert AuditEvent.objects.count() > before, (step, state)
            else:
                with pytest.raises((PermissionDenied, ValidationError)):
                    act()
                assert AuditEvent.objects.count() == before, (step, state, person)


def _prepare(three: Three, step: str, state: str, of_strategy: bool) -> None:
    consortium = three.consortium
    StrategyVersion.objects.all().delete()
    ConsortiumMember.objects.exclude(organisation__in=[three.one, three.two, three.three]).delete()
    ConsortiumMember.objects.filter(organisation=three.two).update(place=Place.ACCEPTED)
    invited = ConsortiumMember.objects.filter(organisation=three.three)
    ready = step in {"consortium_found"}
    invited.update(place=Place.DECLINED if ready else Place.INVITED)
    if ready:
        ConsortiumMember.objects.filter(organisation=three.three).update(place=Place.DECLINED)
    Consortium.objects.update(state=State.FORMING if of_strategy else state, revision=0)
    if of_strategy:
        make_strategy(consortium, state)
    else:
        make_strategy(consortium, Version.APPROVED)
    # Three countries and a work plan, as the call asks.
    ConsortiumTask.objects.all().delete()
    if step == "consortium_apply":
        Consortium.objects.update(call="escp_4i_2014_strand_2")
        ConsortiumTask.objects.create(
            consortium=consortium, title="V", lead=three.one, begins=DAY, ends=DAY, country="JP"
        )


# --- What has to hold first -------------------------------------------------------------------


def test_it_applies_only_when_the_call_is_met(three: Three) -> None:
    Consortium.objects.update(state=State.FORMED, call="escp_s3")
    make_strategy(three.consortium, Version.APPROVED)
    with pytest.raises(ValidationError, match="Rules of the call are not met yet"):
        way.consortium_step(by=three.lead, consortium=three.consortium, step="consortium_apply")
    assert Consortium.objects.get().state == State.FORMED


def test_facts_of_a_consortium(three: Three) -> None:
    facts = consortium_facts(three.consortium)
    assert [each.name for each in facts.partners] == ["Lena Cluster", "Milan Cluster"]
    assert facts.targets == frozenset({"JP", "US"})
    assert not any(facts.documents.values())
    ConsortiumTask.objects.create(
        consortium=three.consortium, title="V", lead=three.one, begins=DAY, ends=DAY, country="JP"
    )
    Consortium.objects.update(agreement_signed=DAY, begins=DAY, ends=DAY)
    make_strategy(three.consortium, Version.APPROVED)
    now = consortium_facts(Consortium.objects.get())
    assert all(now.documents.values())
    assert now.days == 1


# --- Members ----------------------------------------------------------------------------------


def test_invited_and_joined(
    three: Three, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    guest, four = make_editor("Gus")
    with django_capture_on_commit_callbacks(execute=True):
        place = members.consortium_invite(
            by=three.lead, consortium=three.consortium, organisation=four, role="partner",
            function="Training",
        )  # fmt: skip
    assert [each.to for each in mail.outbox] == [["gus@example.org"]]
    assert "/collaboration/consortia/test-consortium/" in mail.outbox[0].body
    with django_capture_on_commit_callbacks(execute=True):
        members.consortium_accept(by=guest, place=place)
    assert mail.outbox[-1].to == ["lena@example.org"]
    assert facts_of(three.consortium).members == 3
    with pytest.raises(ValidationError, match="member or asked already"):
        members.consortium_invite(
            by=three.lead, consortium=three.consortium, organisation=four, role="partner",
            function="",
        )  # fmt: skip
    with pytest.raises(PermissionDenied):
        members.consortium_accept(by=guest, place=place)


def test_nobody_answers_for_others(three: Three) -> None:
    other, four = make_editor("Olga")
    ConsortiumMember.objects.create(consortium=three.consortium, organisation=four)
    with pytest.raises(PermissionDenied):
        members.consortium_accept(by=other, place=three.place(three.three))
    with pytest.raises(PermissionDenied):
        members.consortium_leave(by=three.member, place=three.place(three.one))


def test_made_up_organisations_are_asked_among_themselves(three: Three) -> None:
    fictitious = Organisation.objects.create(
        slug="f", name="F", kind="cluster", country="FR", fictitious=True
    )
    with pytest.raises(ValidationError, match="cannot be asked"):
        members.consortium_invite(
            by=three.lead, consortium=three.consortium, organisation=fictitious, role="partner",
            function="",
        )  # fmt: skip


def test_the_coordinator_stays(three: Three) -> None:
    with pytest.raises(ValidationError, match="cannot leave"):
        members.consortium_leave(by=three.lead, place=three.place(three.one))
    with pytest.raises(ValidationError, match="stays the coordinator"):
        members.consortium_role(
            by=three.lead, place=three.place(three.two), role="coordinator", function=""
        )


# --- Two at once ------------------------------------------------------------------------------


def test_of_two_who_change_the_profile_one_is_told(three: Three) -> None:
    first = {**DETAILS, "objectives": "First"}
    way.consortium_change(
        by=three.lead, consortium=three.consortium, details=first, codes={}, seen=0
    )
    with pytest.raises(ValidationError, match="Somebody else changed this"):
        way.consortium_change(
            by=three.lead, consortium=three.consortium, details=DETAILS, codes={}, seen=0
        )
    assert Consortium.objects.get().objectives == "First"


def test_of_two_who_write_a_section_nobody_loses_a_word(three: Three) -> None:
    version = make_strategy(three.consortium)
    writing.strategy_section_save(
        by=three.lead, version=version, code="vision", content={"text": "Mine"}, seen=0
    )
    with pytest.raises(writing.SectionChangedError) as told:
        writing.strategy_section_save(
            by=three.member, version=version, code="vision", content={"text": "Ours"}, seen=0
        )
    assert told.value.section.content == {"text": "Mine"}
    assert told.value.section.changed_by == three.lead
    # Who has seen it may write on; and the same words twice are no conflict.
    writing.strategy_section_save(
        by=three.member, version=version, code="vision", content={"text": "Ours"}, seen=1
    )
    writing.strategy_section_save(
        by=three.lead, version=version, code="vision", content={"text": "Ours"}, seen=1
    )
    # Another section is not touched by it.
    writing.strategy_section_save(
        by=three.member, version=version, code="offer", content={"text": "All"}, seen=0
    )
    assert version.sections.get(code="vision").revision == 3


# --- Approval ---------------------------------------------------------------------------------


def test_approved_by_every_member(
    three: Three, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    version = make_strategy(three.consortium)
    with django_capture_on_commit_callbacks(execute=True):
        writing.strategy_submit(by=three.lead, version=version)
    assert [each.to for each in mail.outbox] == [["milan@example.org"]]
    with pytest.raises(ValidationError, match="in approval"):
        writing.strategy_section_save(
            by=three.lead, version=version, code="vision", content={"text": "x"}, seen=0
        )
    writing.strategy_approve(by=three.lead, version=version, organisation=three.one)
    assert StrategyVersion.objects.get().state == Version.IN_APPROVAL
    with pytest.raises(ValidationError, match="approved it already"):
        writing.strategy_approve(by=three.lead, version=version, organisation=three.one)
    with pytest.raises(PermissionDenied):
        writing.strategy_approve(by=three.lead, version=version, organisation=three.two)
    writing.strategy_approve(by=three.member, version=version, organisation=three.two)
    assert StrategyVersion.objects.get().state == Version.APPROVED


def test_a_change_after_approval_is_a_new_version(three: Three) -> None:
    first = make_strategy(three.consortium, Version.APPROVED)
    second = writing.strategy_begin(by=three.member, consortium=three.consortium)
    assert (second.number, second.state) == (2, Version.DRAFT)
    assert second.document == WHOLE
    with pytest.raises(ValidationError):
        writing.strategy_begin(by=three.member, consortium=three.consortium)
    writing.strategy_submit(by=three.lead, version=second)
    for person, organisation in ((three.lead, three.one), (three.member, three.two)):
        writing.strategy_approve(by=person, version=second, organisation=organisation)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (Version.SUPERSEDED, Version.APPROVED)


def test_sent_back_all_approve_again(three: Three) -> None:
    version = make_strategy(three.consortium)
    writing.strategy_submit(by=three.lead, version=version)
    writing.strategy_approve(by=three.lead, version=version, organisation=three.one)
    writing.strategy_send_back(
        by=three.member, version=version, organisation=three.two, remark="More markets."
    )
    version.refresh_from_db()
    assert (version.state, version.remark) == (Version.DRAFT, "More markets.")
    assert not version.approvals.exists()


def test_who_joins_during_approval_approves_too_and_who_leaves_holds_nobody_up(
    three: Three,
) -> None:
    version = make_strategy(three.consortium)
    writing.strategy_submit(by=three.lead, version=version)
    members.consortium_accept(by=three.asked, place=three.place(three.three))
    for person, organisation in ((three.lead, three.one), (three.member, three.two)):
        writing.strategy_approve(by=person, version=version, organisation=organisation)
    assert StrategyVersion.objects.get().state == Version.IN_APPROVAL
    members.consortium_leave(by=three.asked, place=three.place(three.three))
    assert StrategyVersion.objects.get().state == Version.APPROVED


# --- Plans, evidence, records -----------------------------------------------------------------


def test_a_milestone_is_reached_at_a_hundred(three: Three) -> None:
    details = {"title": "First", "due": DAY, "progress": 100}
    stone = plans.consortium_milestone_save(
        by=three.member, consortium=three.consortium, milestone=None, details=details
    )
    assert stone.reached is not None
    plans.consortium_milestone_save(
        by=three.member, consortium=three.consortium, milestone=stone,
        details={**details, "progress": 90},
    )  # fmt: skip
    assert ConsortiumMilestone.objects.get().reached is None


def test_a_task_is_led_by_a_member(three: Three) -> None:
    details = {"title": "V", "lead": three.three, "begins": None, "ends": None, "country": ""}
    with pytest.raises(ValidationError, match="lead has to be a member"):
        plans.consortium_task_save(
            by=three.lead, consortium=three.consortium, task=None, details=details
        )


def test_evidence_is_what_was_formed(three: Three) -> None:
    assert list(Consortium.objects.all().evidence()) == []
    Consortium.objects.update(state=State.RUNNING, formed=DAY, published=True)
    found = next(Consortium.objects.all().evidence())
    assert found.kind is EvidenceKind.CONSORTIUM
    assert set(found.parties) == {three.one.pk, three.two.pk}
    assert (found.since, found.until, found.public) == (DAY, None, True)
    assert found.record == ("consortium", three.consortium.pk)
    assert found in evidence()
    Consortium.objects.update(published=False)
    assert not next(Consortium.objects.all().evidence()).public


def test_records_are_loaded_once_and_kept_by_nobody() -> None:
    assert load_consortium_records() == 6
    assert load_consortium_records() == 0
    assert Consortium.objects.count() == 6
    assert RecordedOrganisation.objects.count() == 25
    reina = Consortium.objects.get(name="REINA")
    assert not reina.members.exists()
    assert reina.source
    assert reina.begins is None
    editor = make_person("Eve")
    biocat = Organisation.objects.get(name="Biocat")
    biocat.memberships.create(person=editor, kind="editor")
    with pytest.raises(PermissionDenied):
        load_consortium_records(by=editor)
    with pytest.raises(ValidationError, match="on record"):
        writing.strategy_begin(by=editor, consortium=Consortium.objects.get(name="BioXClusters"))
