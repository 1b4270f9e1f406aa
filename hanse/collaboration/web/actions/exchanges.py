"""Registering for exchanges, proposing, agreeing, planning, calling off and reporting."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from hanse.collaboration.journey.exchanges import (
    SIDES,
    STATE_WORDS,
    Actor,
    State,
    Step,
    StepRefusedError,
    take,
)
from hanse.collaboration.web.exchange_permits import actors, facts, require_editor
from hanse.collaboration.web.models.exchanges import (
    Exchange,
    ExchangeStep,
    ExchangeWish,
    Outcome,
    WishRole,
)
from hanse.excellence.web.label_words import said
from hanse.foundation.sentences import Sentence
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.mail import notify
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User

WISH_DETAILS: Final = (
    "title",
    "about",
    "themes",
    "countries",
    "earliest",
    "latest",
    "days_least",
    "days_most",
)
PLAN_DETAILS: Final = ("title", "goals", "programme", "place", "begins", "ends")


# --- Registering ------------------------------------------------------------------------------


@action
def exchange_wish_open(
    *, by: User, organisation: Organisation, role: str, details: Mapping[str, Any]
) -> ExchangeWish:
    """Register an organisation as host or visitor. Its editors only."""
    require_editor(by, organisation)
    wish = ExchangeWish(organisation=organisation, role=WishRole(role))
    _fill(wish, details, WISH_DETAILS)
    record(wish, {"role": wish.role, "title": wish.title})
    return wish


@action
def exchange_wish_change(*, by: User, wish: ExchangeWish, details: Mapping[str, Any]) -> None:
    """Change an open registration."""
    require_editor(by, wish.organisation)
    if not wish.open:
        raise ValidationError(_("This registration is closed."))
    _fill(wish, details, WISH_DETAILS)
    record(wish, {"title": wish.title})


@action
def exchange_wish_close(*, by: User, wish: ExchangeWish) -> None:
    """Close a registration: nobody sees it any more but its organisation."""
    require_editor(by, wish.organisation)
    wish.open = False
    wish.save()
    record(wish, {"open": False})


# --- Matching ---------------------------------------------------------------------------------


@action
def exchange_propose(
    *,
    by: User,
    host: Organisation,
    visitor: Organisation,
    title: str,
    message: str,
    on: date,
    offer: ExchangeWish | None = None,
    wish: ExchangeWish | None = None,
) -> Exchange:
    """Propose an exchange. The editor of one side who does so agrees for it.

    Raises `ValidationError` where the same two have one that is not over, or a registration is
    closed or is another organisation's.
    """
    mine = actors(by, host.pk, visitor.pk)
    exchange = Exchange(
        host=host, visitor=visitor, offer=offer, wish=wish, title=title, message=message
    )
    _take("exchange_propose", None, mine, exchange, on)
    for registered, side, role in (
        (offer, host, WishRole.HOST),
        (wish, visitor, WishRole.VISIT),
    ):
        if registered is not None and not (
            registered.open and registered.organisation_id == side.pk and registered.role == role
        ):
            raise ValidationError(_("This registration is closed."))
    running = (State.PROPOSED, State.AGREED, State.PLANNED)
    if Exchange.objects.filter(host=host, visitor=visitor, state__in=running).exists():
        raise ValidationError(_("These two have an exchange that is not over yet."))
    _agree(exchange, mine, on)
    exchange.full_clean()
    exchange.save()
    _step(exchange, "exchange_propose", mine, on, message)
    return exchange


@action
def exchange_agree(*, by: User, exchange: Exchange, on: date) -> None:
    """Agree for one's side; once both have, planning begins."""
    exchange, mine = _locked(by, exchange)
    row = _take("exchange_agree", State(exchange.state), mine, exchange, on)
    _agree(exchange, mine, on)
    _moved(exchange, row, mine, on)


@action
def exchange_decline(*, by: User, exchange: Exchange, on: date, reason: str = "") -> None:
    """Say no to a proposal."""
    _simple("exchange_decline", by, exchange, on, reason)


# --- Building ---------------------------------------------------------------------------------


@action
def exchange_plan(*, by: User, exchange: Exchange, on: date, details: Mapping[str, Any]) -> None:
    """Write down goals, programme and days, together; either side may change them."""
    exchange, mine = _locked(by, exchange)
    row = _take("exchange_plan", State(exchange.state), mine, exchange, on)
    for name in PLAN_DETAILS:
        setattr(exchange, name, details[name])
    if exchange.begins and exchange.ends and exchange.ends < exchange.begins:
        raise ValidationError(_("The last day is before the first."))
    exchange.full_clean()
    _moved(exchange, row, mine, on)


@action
def exchange_fix(*, by: User, exchange: Exchange, on: date) -> None:
    """Fix the plan. Needs days that fit, goals and a programme."""
    _simple("exchange_fix", by, exchange, on)


@action
def exchange_reopen(*, by: User, exchange: Exchange, on: date, reason: str) -> None:
    """Open a fixed plan again, before the exchange begins."""
    _simple("exchange_reopen", by, exchange, on, reason)


@action
def exchange_cancel(*, by: User, exchange: Exchange, on: date, reason: str) -> None:
    """Call an exchange off, before it begins."""
    _simple("exchange_cancel", by, exchange, on, reason)


# --- Finalising -------------------------------------------------------------------------------


@action
def exchange_report(
    *, by: User, exchange: Exchange, on: date, report: str, outcome: str, public: bool
) -> None:
    """Report for one's side, and say whether it may be shown. With both reports it is final."""
    exchange, mine = _locked(by, exchange)
    row = _take("exchange_report", State(exchange.state), mine, exchange, on, {"report": report})
    done = facts(exchange, mine, on).reported
    for side in (each for each in SIDES if each in mine and each not in done):
        setattr(exchange, f"{side}_report", report)
        setattr(exchange, f"{side}_outcome", Outcome(outcome))
        setattr(exchange, f"{side}_public", public)
    exchange.full_clean()
    _moved(exchange, row, mine, on)


@action
def exchange_close(*, by: User, exchange: Exchange, on: date, reason: str) -> None:
    """Finalise an exchange with one report, after the time for reports. The secretariat only."""
    _simple("exchange_close", by, exchange, on, reason)


# --- What they share --------------------------------------------------------------------------


def _simple(code: str, by: User, exchange: Exchange, on: date, reason: str = "") -> None:
    exchange, mine = _locked(by, exchange)
    row = _take(code, State(exchange.state), mine, exchange, on, {"reason": reason})
    exchange.reason = reason
    _moved(exchange, row, mine, on, reason)


def _locked(by: User, exchange: Exchange) -> tuple[Exchange, frozenset[Actor]]:
    """The exchange as it is now, held until the action ends, and what `by` is to it."""
    now = Exchange.objects.select_for_update(of=("self",)).select_related("host", "visitor")
    found = now.get(pk=exchange.pk)
    return found, actors(by, found.host_id, found.visitor_id)


def _take(
    code: str,
    state: State | None,
    mine: Collection[Actor],
    exchange: Exchange,
    on: date,
    given: Mapping[str, Any] | None = None,
) -> Step:
    """The row that applies. Raises `PermissionDenied` or `ValidationError` with the reasons."""
    try:
        return take(code, state, mine, facts(exchange, frozenset(mine), on), given)
    except StepRefusedError as refused:
        words = [said(each) for each in refused.reasons]
        if refused.by_role:
            raise PermissionDenied(" ".join(words)) from refused
        raise ValidationError(words) from refused


def _agree(exchange: Exchange, mine: Collection[Actor], on: date) -> None:
    for side in SIDES:
        if side in mine and getattr(exchange, f"{side}_agreed") is None:
            setattr(exchange, f"{side}_agreed", on)


def _moved(exchange: Exchange, row: Step, mine: frozenset[Actor], on: date, note: str = "") -> None:
    exchange.state = row.target
    exchange.save()
    _step(exchange, row.code, mine, on, note)


def _step(exchange: Exchange, code: str, mine: frozenset[Actor], on: date, note: str = "") -> None:
    actor = next((side for side in SIDES if side in mine), Actor.OFFICER)
    ExchangeStep.objects.create(exchange=exchange, step=code, actor=actor, on=on, note=note[:1000])
    record(exchange, {"state": exchange.state}, organisation=exchange.host)
    if code != "exchange_plan":
        _tell(exchange, mine)


def _tell(exchange: Exchange, mine: frozenset[Actor]) -> None:
    """Tell the editors of the side that did not take the step."""
    state = said(Sentence(STATE_WORDS[State(exchange.state)]))
    for side in SIDES:
        if side in mine:
            continue
        for each in exchange.side(side).memberships.editors().select_related("person"):
            notify(
                each.person.email,
                "exchange_step",
                {
                    "exchange": exchange,
                    "state": state,
                    "link": reverse("exchange", args=[exchange.pk]),
                },
                language=each.person.language,
                pillar="collaboration",
            )


def _fill(wish: ExchangeWish, details: Mapping[str, Any], names: Collection[str]) -> None:
    for name in names:
        setattr(wish, name, details[name])
    wish.full_clean()
    wish.save()
