"""An agreement as one person has it before them on a day: what they are to it, what holds."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any, Self

from django.core.exceptions import PermissionDenied, ValidationError

from hanse.collaboration.agreements.sight import Part, parts_seen
from hanse.collaboration.agreements.states import Actor, Step, offered
from hanse.collaboration.agreements.steps import (
    RECORD_STEPS,
    Attempt,
    Facts,
    Refusal,
    StepRefusedError,
    refusals,
    take,
)
from hanse.collaboration.web.models.agreement_files import AgreementDocument, Obligation
from hanse.collaboration.web.models.agreements import (
    Agreement,
    AgreementExtension,
    AgreementParty,
    AgreementSignature,
)
from hanse.excellence.web.label_words import said
from hanse.foundation.roles import Role
from hanse.foundation.web.models.people import Somebody, User


class AgreementDesk:
    """An agreement and a person on a day. Each is asked of the database once, when needed.

    person: None for the site itself.
    """

    def __init__(self, agreement: Agreement, person: Somebody | None, on: date) -> None:
        self.agreement = agreement
        self.person = person if isinstance(person, User) and person.is_active else None
        self.is_site = person is None
        self.on = on

    @classmethod
    def locked(cls, agreement: Agreement, person: User | None, on: date) -> Self:
        """The desk with the row of now, held until the running action is over."""
        row = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
        return cls(row, person, on)

    # --- Who is who ---------------------------------------------------------------------------

    @cached_property
    def parties(self) -> list[AgreementParty]:
        """All parties."""
        return list(
            AgreementParty.objects.filter(agreement=self.agreement).select_related("organisation")
        )

    @cached_property
    def members(self) -> frozenset[int]:
        """Organisations among the parties that somebody of this site acts for."""
        found = AgreementParty.objects.with_members().filter(agreement=self.agreement)
        return frozenset(found.values_list("organisation", flat=True))

    @cached_property
    def own(self) -> frozenset[int]:
        """Organisations among the parties that the person edits."""
        if self.person is None:
            return frozenset()
        mine = AgreementParty.objects.of_editors(self.person).filter(agreement=self.agreement)
        return frozenset(mine.values_list("organisation", flat=True))

    @cached_property
    def actors(self) -> frozenset[Actor]:
        """What the person is to the agreement."""
        if self.is_site:
            return frozenset({Actor.SYSTEM})
        found = {Actor.READER}
        if self.own:
            found.add(Actor.PARTY)
        if self.person is not None and self.person.has_role(Role.OFFICER):
            found.add(Actor.OFFICER)
        return frozenset(found)

    @property
    def is_involved(self) -> bool:
        """Whether the person is a party or an officer."""
        return bool(self.actors & {Actor.PARTY, Actor.OFFICER})

    @property
    def parts(self) -> frozenset[Part]:
        """What the person sees."""
        return parts_seen(self.actors, public=self.agreement.is_public)

    def party(self, organisation: int | None) -> AgreementParty | None:
        """The party that an organisation is."""
        return next((p for p in self.parties if p.organisation_id == organisation), None)

    # --- What is in it ------------------------------------------------------------------------

    @cached_property
    def signatures(self) -> list[AgreementSignature]:
        """Those that hold, of the agreement and of all its extensions."""
        return list(
            AgreementSignature.objects.filter(
                party__agreement=self.agreement, undone__isnull=True
            ).select_related("party")
        )

    @property
    def signed(self) -> frozenset[int]:
        """Organisations that have signed the agreement."""
        return frozenset(
            each.party.organisation_id for each in self.signatures if each.extension_id is None
        )

    @cached_property
    def extensions(self) -> list[AgreementExtension]:
        """All extensions, whatever became of them."""
        return list(self.agreement.extensions.all())

    @property
    def proposal(self) -> AgreementExtension | None:
        """The extension that is proposed."""
        wanted = AgreementExtension.Standing.PROPOSED
        return next((each for each in self.extensions if each.standing == wanted), None)

    @property
    def agreed(self) -> frozenset[int]:
        """Organisations that have agreed to the extension that is proposed."""
        proposal = self.proposal
        return frozenset(
            each.party.organisation_id
            for each in self.signatures
            if proposal is not None and each.extension_id == proposal.pk
        )

    @cached_property
    def documents(self) -> list[AgreementDocument]:
        """Documents not taken out."""
        return list(AgreementDocument.objects.standing().filter(agreement=self.agreement))

    @cached_property
    def obligations(self) -> list[Obligation]:
        """All obligations, by the day they are due."""
        return list(
            Obligation.objects.filter(agreement=self.agreement).select_related(
                "party__organisation"
            )
        )

    # --- Steps --------------------------------------------------------------------------------

    @cached_property
    def _facts(self) -> Facts:
        agreement = self.agreement
        return Facts(
            on=self.on,
            members=self.members,
            on_record=frozenset(each.organisation_id for each in self.parties) - self.members,
            own=self.own,
            signed=self.signed,
            agreed=self.agreed,
            proposed=self.proposal is not None,
            officer=Actor.OFFICER in self.actors,
            scope=bool(agreement.scope.strip()),
            has_document=any(each.signed for each in self.documents),
            signed_on=agreement.signed_on,
            in_force_on=agreement.in_force_on,
            ends_on=agreement.ends_on,
        )

    def facts(self, given: Mapping[str, Any] | None = None) -> Facts:
        """What holds, with what is said: party (an organisation), dates, and so on."""
        words = given or {}
        told = {
            name: words[name] for name in ("in_force_on", "ends_on", "until") if words.get(name)
        }
        party = words.get("party")
        owed = words.get("obligation")
        if owed is not None:
            told["obligation"] = "met" if owed.is_met else "open"
            party = party or (owed.party.organisation if owed.party else None)
        return replace(self._facts, party=party.pk if party else None, **told)

    def _attempt(self, code: str, given: Mapping[str, Any] | None) -> Attempt:
        return Attempt(
            code,
            self.agreement.where,
            self.actors,
            self.facts(given),
            recorded=self.agreement.is_on_record,
            given=given,
        )

    def offered(self) -> tuple[str, ...]:
        """Codes of the steps that the person may take now, conditions apart."""
        if self.agreement.is_on_record:
            return tuple(sorted(RECORD_STEPS)) if Actor.OFFICER in self.actors else ()
        return offered(self.agreement.where, self.actors)

    def refusals(self, code: str, given: Mapping[str, Any] | None = None) -> tuple[Refusal, ...]:
        """Why a step is refused now."""
        return refusals(self._attempt(code, given))

    def step(self, code: str, given: Mapping[str, Any] | None = None) -> Step:
        """The row of the table that applies.

        Raises `PermissionDenied` for who may never take it, `ValidationError` with every reason
        for who may not now.
        """
        try:
            return take(self._attempt(code, given or {}))
        except StepRefusedError as refused:
            raise refusal_of(refused) from None

    def parties_for(self, code: str) -> list[AgreementParty]:
        """The parties that the person may take a step for, now."""
        found = []
        for each in self.parties:
            given = {"party": each.organisation}
            if not refusals(replace(self._attempt(code, given), given=None)):
                found.append(each)
        return found


def refusal_of(refused: StepRefusedError) -> PermissionDenied | ValidationError:
    """The refusal as views know it, in the reader's language."""
    sentences = [said(each.sentence) for each in refused.refusals]
    return PermissionDenied(sentences[0]) if refused.by_role else ValidationError(sentences)
