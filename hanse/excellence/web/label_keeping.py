"""One label as one person has it before them on a day: what they are to it, and what holds."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Self

from hanse.excellence.label.actors import Actor, acting
from hanse.excellence.label.board import (
    Barred,
    Count,
    barred_from_board,
    barred_from_panel,
    counted,
)
from hanse.excellence.label.facts import Appealing, Ballot, LabelFacts
from hanse.excellence.label.procedure import route_of
from hanse.excellence.label.states import LABELS, LabelState
from hanse.excellence.label.workflow import Refusal, Step, StepRefusedError
from hanse.excellence.register.chain import Event
from hanse.excellence.web.label_desk import Desk, deciders_among, refusal_of
from hanse.excellence.web.label_moves import managers_of, officers, tell
from hanse.excellence.web.label_publication import publish
from hanse.excellence.web.models.label_board import Appeal, BoardMatter, Revocation
from hanse.excellence.web.models.label_files import StepTaken
from hanse.excellence.web.models.labels import Label
from hanse.foundation.roles import Role
from hanse.foundation.web.audit import record
from hanse.foundation.web.models.people import User


class LabelDesk:
    """A label and a person on a day. person: None for the site itself."""

    def __init__(self, label: Label, person: User | None, on: date) -> None:
        self.label = label
        self.person = person
        self.on = on

    @classmethod
    def locked(cls, label: Label, person: User | None, on: date) -> Self:
        """The desk with the row of now, held until the running action is over."""
        row = (
            Label.objects.select_for_update(of=("self",))
            .select_related("organisation", "application")
            .get(pk=label.pk)
        )
        return cls(row, person, on)

    @property
    def home(self) -> str:
        """The address of the label's page."""
        return self.label.keeping_address

    # --- Who is who ---------------------------------------------------------------------------

    @property
    def number(self) -> int:
        """The number of the person's account; 0 for the site itself."""
        return self.person.pk if self.person else 0

    @cached_property
    def file(self) -> Desk:
        """The file the label came from, for ties and assessors."""
        return Desk(self.label.application, self.person, self.on)

    @cached_property
    def actors(self) -> frozenset[Actor]:
        """What the person is to the label."""
        person = self.person
        if person is None:
            return frozenset({Actor.SYSTEM})
        if not person.is_active:
            return frozenset({Actor.READER})
        found = set()
        if self.label.organisation.memberships.editors().filter(person=person).exists():
            found.add(Actor.MANAGER)
        if person.has_role(Role.OFFICER):
            found.add(Actor.SECRETARIAT)
        if person.has_role(Role.BOARD) and person.pk in self.board_members:
            found.add(Actor.BOARD_MEMBER)
            if self.matter is not None and self.matter.meeting.chair_id == person.pk:
                found.add(Actor.CHAIR)
        if person.pk in self.panel:
            found.add(Actor.APPEAL_MEMBER)
        tied = bool(found - {Actor.MANAGER}) and self.file.tied_of(person.pk)
        return acting(found, tied=tied)

    # --- What belongs to it -------------------------------------------------------------------

    @cached_property
    def revocation(self) -> Revocation | None:
        """The latest proposal to revoke it."""
        return self.label.revocations.select_related("matter").order_by("-pk").first()

    @cached_property
    def matter(self) -> BoardMatter | None:
        """The latest matter before the board."""
        return (
            self.label.board_matters.select_related("meeting", "meeting__chair")
            .prefetch_related("votes", "recusals", "meeting__members")
            .order_by("-pk")
            .first()
        )

    @property
    def board_members(self) -> set[int]:
        """Members of the meeting that has, or had, the label before it."""
        if self.matter is None:
            return set()
        return {each.pk for each in self.matter.meeting.members.all()}

    @cached_property
    def appeal(self) -> Appeal | None:
        """The latest appeal against a revocation."""
        return self.label.appeals.prefetch_related("seats").order_by("-pk").first()

    @property
    def panel(self) -> set[int]:
        """Members of the panel of the latest appeal."""
        return {each.person_id for each in self.appeal.seats.all()} if self.appeal else set()

    def board_barred(self, person: int) -> Barred[int] | None:
        """Why a member must not vote on the label; None where they may."""
        assert self.matter is not None  # asked for matters alone
        return barred_from_board(
            person,
            tied={person} if self.file.tied_of(person) else set(),
            assessors=(),
            recused={each.person_id for each in self.matter.recusals.all()},
        )

    def board_count(self) -> Count:
        """The votes of the board."""
        assert self.matter is not None  # asked for matters alone
        aside = [each for each in self.board_members if self.board_barred(each)]
        votes = {each.person_id: each.choice for each in self.matter.votes.all()}
        return counted(sorted(self.board_members), aside, votes, self.label.procedure.board.rule)

    def panel_barred(self, person: int) -> Barred[int] | None:
        """Why somebody must not hear the appeal: who took part by an office, or is tied."""
        deciders = deciders_among(self.label.steps, self.label.board_matters)
        return barred_from_panel(
            person,
            tied={person} if self.file.tied_of(person) else set(),
            assessors=self.file.assessors,
            deciders=deciders,
        )

    def panel_count(self) -> Count:
        """The votes of the panel."""
        assert self.appeal is not None  # asked for appeals alone
        votes = {each.person_id: each.choice for each in self.appeal.seats.all() if each.choice}
        return counted(sorted(self.panel), (), votes, self.label.procedure.panel.rule)

    # --- Facts and steps ----------------------------------------------------------------------

    def facts(
        self,
        given: Mapping[str, Any] | None = None,
        *,
        awarding: str = "",
        visited: date | None = None,
    ) -> LabelFacts:
        """What conditions ask. awarding, visited: what the board has just awarded the holder."""
        proposed = self.revocation is not None and self.revocation.matter.closed is None
        term = self.label.term
        return LabelFacts(
            on=self.on,
            valid_until=term.valid_until,
            grace_until=term.grace_until,
            awarding=awarding,
            in_time=visited is not None and visited <= term.grace_until,
            proposed=proposed,
            hearing_by=self.revocation.hearing_by if self.revocation and proposed else None,
            answered=proposed
            and self.revocation is not None
            and self.revocation.answered is not None,
            ballot=self._ballot(proposed),
            appeal=self._appealing(given),
        )

    def _ballot(self, proposed: bool) -> Ballot:
        own = self.number
        if self.appeal is not None and self.appeal.decided is None:
            count = self.panel_count()
            seat = next((e for e in self.appeal.seats.all() if e.person_id == own), None)
            return Ballot(
                begun=True,
                quorum=count.quorum,
                carried=count.carried,
                own_barred=seat is None,
                own_cast=seat is not None and bool(seat.choice),
            )
        if not proposed or self.matter is None:
            return Ballot()
        count = self.board_count()
        return Ballot(
            begun=self.matter.meeting.held_on <= self.on,
            quorum=count.quorum,
            carried=count.carried,
            own_barred=own not in self.board_members or self.board_barred(own) is not None,
            own_cast=any(each.person_id == own for each in self.matter.votes.all()),
        )

    def _appealing(self, given: Mapping[str, Any] | None) -> Appealing:
        if self.label.where is not LabelState.REVOKED:
            return Appealing()
        panel = [each.pk for each in (given or {}).get("panel") or ()]
        needed = self.label.procedure.panel.members
        running = self.appeal is not None and self.appeal.decided is None
        return Appealing(
            lodge_by=self.label.appeal_by,
            lodged=self.label.appeal_by is None,
            against=self.appeal.against if self.appeal is not None and running else "",
            panel_short=max(needed - len(set(panel)), 0) if given is not None else 0,
            panel_partial=sum(self.panel_barred(each) is not None for each in panel),
            panel_seated=bool(self.panel),
        )

    def offered(self) -> tuple[str, ...]:
        """Codes of the steps that the person may take now, conditions apart."""
        return LABELS.offered(self.label.where, route_of(self.label.aim), self.actors)

    @cached_property
    def _facts_now(self) -> LabelFacts:
        return self.facts()

    def refusals(self, code: str) -> tuple[Refusal, ...]:
        """Why a step is refused now, whatever would be said with it."""
        return LABELS.refusals(
            code,
            source=self.label.where,
            route=route_of(self.label.aim),
            actors=self.actors,
            facts=self._facts_now,
        )

    def step(
        self, code: str, given: Mapping[str, Any] | None = None, **award: Any
    ) -> Step[LabelState]:
        """The row that applies. award: as `facts` takes it, when the board has awarded something.

        Raises `PermissionDenied` for who may never take it, `ValidationError` otherwise.
        """
        actors = {Actor.CHAIR} if award else self.actors
        try:
            return LABELS.take(
                code,
                source=self.label.where,
                route=route_of(self.label.aim),
                actors=actors,
                facts=self.facts(given or {}, **award),
                given=given or {},
            )
        except StepRefusedError as refused:
            raise refusal_of(refused) from None

    def moved(
        self,
        step: Step[LabelState],
        *,
        reason: str = "",
        changes: Mapping[str, Any] | None = None,
        event: Event | None = None,
        about: Any = None,
    ) -> None:
        """Bring the label to where `step` leads; with a line of its file, the log, and mails.

        event: for the public register; None for what is not entered there.
        """
        label = self.label
        before, label.state = label.state, step.target
        label.save()
        StepTaken.objects.create(
            label=label,
            step=step.code,
            source=before,
            target=step.target.value,
            on=self.on,
            actor=step.who.value,
            by=self.person,
            reason=reason.strip(),
        )
        said = dict(changes or {})
        if before != label.state:
            said["state"] = [before, label.state]
        record(about or label, said)
        if event:
            publish(by=self.person, label=label, event=event, on=self.on)
        people: dict[int, User] = {}
        for actor in step.notice:
            people |= {each.pk: each for each in self._people(actor)}
        tell(
            people.values(),
            code=step.code,
            organisation=label.organisation,
            level=str(label.get_level_display()),
            reason=reason,
            path=label.keeping_address,
            but=self.person,
        )

    def _people(self, actor: Actor) -> list[User]:
        match actor:
            case Actor.MANAGER:
                return managers_of(self.label.organisation)
            case Actor.SECRETARIAT:
                return [each for each in officers() if not self.file.tied_of(each.pk)]
            case Actor.BOARD_MEMBER:
                return list(self.matter.meeting.members.all()) if self.matter else []
            case Actor.APPEAL_MEMBER:
                seats = self.appeal.seats.select_related("person") if self.appeal else ()
                return [each.person for each in seats]
        return []
