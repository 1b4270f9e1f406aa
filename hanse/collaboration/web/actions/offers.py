"""Offers and needs: written, submitted, reviewed, revised, closed, and ended by time."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.collaboration.matching.review import LEADS_TO, Criterion
from hanse.collaboration.matching.states import OFFERS, OfferState
from hanse.collaboration.matching.templates import OfferKind
from hanse.collaboration.matching.validity import LONGEST_DAYS, is_over, reminder_due, why_not_valid
from hanse.collaboration.web.models.offers import Offer, OfferCode, OfferReview
from hanse.collaboration.web.partner_letters import tell_editors
from hanse.collaboration.web.partner_permits import (
    locked_offer,
    require_editor,
    require_offer_step,
)
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User

Codes = Mapping[str, Collection[str]]
"""Kind of code -> the codes an offer names."""

_WORDS: Final = ("title", "summary", "answers", "begins", "ends")


@action
def offer_create(
    *,
    by: User,
    organisation: Organisation,
    kind: str,
    details: Mapping[str, Any],
    codes: Codes,
    on: date,
) -> Offer:
    """Write an offer or a need of `organisation`, as a draft.

    details: title, summary, answers, begins, ends. Raises `ValidationError` for an unknown type or
    dates that break a rule.
    """
    require_editor(by, organisation)
    if kind not in list(OfferKind):
        raise ValidationError({"kind": _("There is no such type.")})
    offer = Offer(organisation=organisation, kind=kind)
    _write(offer, details, codes, on)
    record(offer, {"kind": kind, "title": offer.title})
    return offer


@action
def offer_change(
    *, by: User, offer: Offer, details: Mapping[str, Any], codes: Codes, on: date
) -> Offer:
    """Change the words, dates and codes of an offer that is a draft or on hold."""
    current = locked_offer(offer)
    require_offer_step(by, "offer_change", current)
    before = {name: _plain(getattr(current, name)) for name in _WORDS}
    _write(current, details, codes, on)
    after = {name: _plain(getattr(current, name)) for name in _WORDS}
    record(
        current,
        {
            name: [before[name], after[name]]
            for name in ("title", "begins", "ends")
            if before[name] != after[name]
        }
        | {"words": [name for name in ("summary", "answers") if before[name] != after[name]]},
    )
    return current


@action
def offer_submit(*, by: User, offer: Offer, on: date) -> None:
    """Hand an offer in for review.

    Raises `ValidationError` while its template lacks an answer, no code says what it is about, or
    its dates are over.
    """
    current = locked_offer(offer)
    require_offer_step(by, "offer_submit", current)
    missing = missing_in(current)
    if missing:
        raise ValidationError([_("Write first: %(what)s.") % {"what": each} for each in missing])
    _require_dates(current, on)
    current.submitted = timezone.now()
    _move(offer, current, "offer_submit", OfferState.IN_REVIEW)


@action
def offer_take_back(*, by: User, offer: Offer) -> None:
    """Take an offer out of the review, to change it."""
    current = locked_offer(offer)
    require_offer_step(by, "offer_take_back", current)
    _move(offer, current, "offer_take_back", OfferState.DRAFT)


@action
def offer_review(
    *, by: User, offer: Offer, points: Mapping[Criterion, int], remark: str = "", on: date
) -> OfferReview:
    """Review an offer by the four criteria: it is published, put on hold or rejected.

    Officers, never of the organisation itself. Raises `ValidationError` for points out of range,
    and when an offer that is not published gets no remark that says why.
    """
    current = locked_offer(offer)
    require_offer_step(by, "offer_review", current)
    review = OfferReview(offer=current, reviewer=by, remark=remark.strip())
    for criterion, value in points.items():
        setattr(review, criterion.value, value)
    try:
        said = review.settle()
    except ValueError as problem:
        raise ValidationError(_("Give each criterion 0 to 5 points.")) from problem
    target = LEADS_TO[said]
    if target != OfferState.PUBLISHED and not review.remark:
        raise ValidationError(
            {"remark": _("Say what is to be mended, or why the offer is rejected.")}
        )
    if target == OfferState.PUBLISHED:
        if is_over(current.ends, on):
            raise ValidationError(_("Its last day is over: give it back with new dates."))
        current.published = timezone.now()
    review.save()
    _move(offer, current, "offer_review", target, points=review.total, verdict=said.value)
    tell_editors(current.organisation, "offer_reviewed", {"offer": current, "state": current.state})
    return review


@action
def offer_revise(*, by: User, offer: Offer) -> None:
    """Take a published or expired offer off the list, to change it; it is then reviewed again."""
    current = locked_offer(offer)
    require_offer_step(by, "offer_revise", current)
    _move(offer, current, "offer_revise", OfferState.DRAFT)


@action
def offer_hold(*, by: User, offer: Offer, reason: str) -> None:
    """Take a published offer off the list, with a reason that its organisation is told."""
    current = locked_offer(offer)
    require_offer_step(by, "offer_hold", current)
    if not reason.strip():
        raise ValidationError(_("Give the reason."))
    _move(offer, current, "offer_hold", OfferState.ON_HOLD, reason=reason.strip())
    tell_editors(current.organisation, "offer_held", {"offer": current, "reason": reason.strip()})


@action
def offer_close(*, by: User, offer: Offer) -> None:
    """Close an offer for good: a partner was found, or it is no longer meant."""
    current = locked_offer(offer)
    require_offer_step(by, "offer_close", current)
    current.closed = timezone.now()
    _move(offer, current, "offer_close", OfferState.CLOSED)


@action
def offers_age(*, by: User | None = None, on: date) -> dict[str, int]:
    """Let offers expire whose last day is over, and remind of those that end within two weeks.

    The daily job; doing it twice changes nothing. How many expired, and how many were reminded of.
    """
    expired = reminded = 0
    for offer in Offer.objects.published().filter(ends__lt=on).select_related("organisation"):
        offer.state = _target(offer, "offer_expire", OfferState.EXPIRED)
        offer.save(update_fields=["state", "changed"])
        tell_editors(offer.organisation, "offer_expired", {"offer": offer})
        expired += 1
    for offer in Offer.objects.published().filter(ends__gte=on).select_related("organisation"):
        if reminder_due(offer.ends, offer.reminded, on):
            offer.reminded = offer.ends
            offer.save(update_fields=["reminded", "changed"])
            tell_editors(offer.organisation, "offer_ends_soon", {"offer": offer})
            reminded += 1
    record(None, {"expired": expired, "reminded": reminded})
    return {"expired": expired, "reminded": reminded}


def missing_in(offer: Offer) -> list[str]:
    """What an offer lacks before it can be handed in, in words."""
    missing = [
        _(section.title)
        for section in offer.template
        if section.required and not str(offer.answers.get(section.code, "")).strip()
    ]
    named = offer.codes.filter(kind__in=["industry", "category", "emerging", "technology"])
    if not named.exists():
        missing.append(_("an industry, a category or a technology field it is about"))
    return missing


# --- Within -----------------------------------------------------------------------------------


def _write(offer: Offer, details: Mapping[str, Any], codes: Codes, on: date) -> None:
    for name in _WORDS:
        setattr(offer, name, details[name])
    known = {section.code for section in offer.template}
    offer.answers = {
        code: str(text).strip() for code, text in offer.answers.items() if code in known
    }
    _require_dates(offer, on)
    offer.fold()
    offer.full_clean()
    offer.save()
    wanted = {(kind, code) for kind, each in codes.items() for code in each}
    standing = {(each.kind, each.code): each.pk for each in offer.codes.all()}
    offer.codes.filter(pk__in=[pk for row, pk in standing.items() if row not in wanted]).delete()
    OfferCode.objects.bulk_create(
        OfferCode(offer=offer, kind=kind, code=code)
        for kind, code in sorted(wanted - set(standing))
    )


def _require_dates(offer: Offer, on: date) -> None:
    match why_not_valid(offer.begins, offer.ends, on):
        case "backwards":
            raise ValidationError({"ends": _("It ends before it begins.")})
        case "past":
            raise ValidationError({"ends": _("Its last day is over: choose a later one.")})
        case "long":
            raise ValidationError(
                {"ends": _("It may stand for %(days)d days at most.") % {"days": LONGEST_DAYS}}
            )


def _target(offer: Offer, code: str, target: OfferState) -> OfferState:
    """The state of the table's row. Raises `RuntimeError` for a move the table does not know."""
    row = OFFERS.step(code, OfferState(offer.state), target)
    if row is None:
        raise RuntimeError(f"No row of the table: {code} from {offer.state} to {target}.")
    return row.target


def _move(given: Offer, current: Offer, code: str, target: OfferState, **more: str | int) -> None:
    before = current.state
    current.state = _target(current, code, target)
    current.save()
    record(current, {"state": [before, current.state], **more})
    given.refresh_from_db()


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
