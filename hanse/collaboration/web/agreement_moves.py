"""What every step of an agreement leaves: its state, a line of history, one of the log, mails."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.utils import timezone

from hanse.collaboration.agreements.states import Actor, State, Step
from hanse.collaboration.web.agreement_desk import AgreementDesk
from hanse.collaboration.web.agreement_words import STEP_WORDS
from hanse.collaboration.web.models.agreement_files import AgreementStep
from hanse.collaboration.web.models.agreements import Agreement, AgreementParty, AgreementSignature
from hanse.foundation.web.audit import record
from hanse.foundation.web.mail import notify
from hanse.foundation.web.models.organisations import Membership, Organisation
from hanse.foundation.web.models.people import User

QUIET: Final = frozenset({"contact_set", "document_change"})
"""Steps that make no line in the history."""


def moved(
    desk: AgreementDesk,
    step: Step,
    *,
    about: str = "",
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Bring the agreement to where `step` leads, and leave all that a step leaves.

    about: what of the agreement it was about, in words that everybody may read who sees it.
    reason: for parties and officers. changes: for the log.
    """
    agreement = desk.agreement
    before, agreement.state = agreement.state, step.target.value
    if step.target in {State.SIGNED} and not agreement.signed:
        agreement.signed = True
    agreement.save()
    if step.undoes:
        undo_signatures(agreement)
    if step.code not in QUIET:
        AgreementStep.objects.create(
            agreement=agreement,
            step=step.code,
            source=step.source.value if step.source else "",
            target=step.target.value,
            on=desk.on,
            actor=_actor(desk, step),
            by=desk.person,
            about=about,
            reason=reason.strip(),
        )
    told = dict(changes or {})
    if before != agreement.state:
        told["state"] = [before, agreement.state]
    if about:
        told["about"] = about
    _record(agreement, told)
    if step.told:
        tell(
            editors_of(agreement),
            "agreement_step",
            {
                "what": STEP_WORDS[step.code].done,
                "about": about,
                "agreement": agreement,
                "reason": reason.strip(),
            },
            agreement,
            but=desk.person,
        )


def undo_signatures(agreement: Agreement) -> None:
    """Undo the signatures of a draft: they were for other words, or for other parties."""
    AgreementSignature.objects.filter(
        party__agreement=agreement, extension__isnull=True, undone__isnull=True
    ).update(undone=timezone.now())


def _record(agreement: Agreement, changes: Mapping[str, Any]) -> None:
    """One event in the log of each party that is an organisation here; one where there is none."""
    parties = list(Organisation.objects.filter(agreement_parties__agreement=agreement))
    if not parties:
        record(agreement, changes)
    for each in parties:
        record(agreement, changes, organisation=each)


def _actor(desk: AgreementDesk, step: Step) -> str:
    mine = step.who & desk.actors
    return next(each for each in (Actor.PARTY, Actor.OFFICER, Actor.SYSTEM) if each in mine).value


def editors_of(agreement: Agreement, organisations: Iterable[int] | None = None) -> list[User]:
    """Editors of the parties, or of some organisations among them; each once."""
    parties = AgreementParty.objects.filter(agreement=agreement)
    if organisations is not None:
        parties = parties.filter(organisation__in=organisations)
    editing = Membership.objects.editors().filter(
        organisation__in=parties.values("organisation"), organisation__withdrawn__isnull=True
    )
    return list(
        User.objects.filter(models.Exists(editing.filter(person=models.OuterRef("pk")))).order_by(
            "pk"
        )
    )


def tell(
    people: Iterable[User],
    letter: str,
    words: Mapping[str, Any],
    agreement: Agreement,
    *,
    but: User | None = None,
) -> None:
    """Mail `letter` to each of `people`, but not to whoever took the step."""
    link = f"{settings.ORIGIN}{agreement.get_absolute_url()}"
    for person in people:
        if but is None or person.pk != but.pk:
            notify(
                person.email,
                letter,
                {**words, "link": link},
                language=person.language,
                pillar="collaboration",
            )
