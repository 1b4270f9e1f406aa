"""Entering events into the public register."""

from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.utils import timezone

from hanse.excellence.register.chain import Entry, Event, Facts, following
from hanse.excellence.register.records import facts, records
from hanse.excellence.web.models.labels import Label
from hanse.excellence.web.models.register import RegisterEntry
from hanse.excellence.web.turns import REGISTER, wait_for_turn
from hanse.foundation.problems import HanseError
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User

_WITH_FACTS: Final = frozenset({Event.AWARDED, Event.RENEWED, Event.CORRECTED})


@action
def register_enter(
    *,
    by: User | None,
    label: Label,
    event: str,
    on: date,
    reason: str = "",
    entered: datetime | None = None,
) -> RegisterEntry:
    """Add an event of `label` to the register: a value of `hanse.excellence.register.chain.Event`.

    For actions on labels to use, which have checked the right to it; by: None for what time does.
    reason: shown to everybody. entered: now, unless a past is told as a demo does. Raises
    `ValidationError` for an event the label cannot have, such as a second award.
    """
    wait_for_turn(REGISTER)
    happened = Event(event)
    last = RegisterEntry.objects.head()
    entry = following(
        _entry(last) if last else None,
        label=label.number,
        event=happened,
        on=on,
        entered=entered or timezone.now(),
        facts=_facts(label, reason) if happened in _WITH_FACTS else {"reason": reason},
    )
    before = RegisterEntry.objects.filter(label=label).entries()
    try:
        records((*before, entry))
    except HanseError as problem:
        raise ValidationError(f"{problem.what} {problem.why}") from problem
    made = RegisterEntry.objects.create(
        sequence=entry.sequence,
        label=label,
        event=entry.event.value,
        on=entry.on,
        entered=entry.entered,
        body=dict(entry.facts),
        previous_hash=entry.previous,
        hash=entry.hash,
    )
    record(made, {"label": label.number, "event": event}, organisation=label.organisation)
    return made


def _entry(row: RegisterEntry) -> Entry:
    return Entry(
        row.sequence,
        row.label.number,
        Event(row.event),
        row.on,
        row.entered,
        row.body,
        row.previous_hash,
        row.hash,
    )


def _facts(label: Label, reason: str) -> Facts:
    organisation, renewed = label.organisation, label.application.renews
    return facts(
        holder=organisation.name,
        country=organisation.country,
        field=label.field,
        level=label.level,
        scheme=label.scheme,
        version=label.scheme_version,
        website=organisation.website,
        valid_from=label.valid_from,
        valid_until=label.valid_until,
        renews=renewed.number if renewed else "",
        fictitious=organisation.fictitious,
        reason=reason,
    )
