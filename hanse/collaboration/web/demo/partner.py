"""The fictitious partner search of a demo: offers and needs, interest, messages of five years."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from django.contrib.auth.hashers import make_password

from hanse.collaboration.matching.review import Criterion
from hanse.collaboration.matching.states import InterestState, OfferState
from hanse.collaboration.matching.steps import Part
from hanse.collaboration.matching.templates import TEMPLATES, OfferKind, Stage, is_need
from hanse.collaboration.web.demo.partner_texts import SUBJECTS, Subject
from hanse.collaboration.web.models.interests import Interest, InterestMessage
from hanse.collaboration.web.models.offers import Offer, OfferCode, OfferCodeKind, OfferReview
from hanse.foundation.web.models.organisations import (
    Membership,
    MembershipKind,
    Organisation,
    OrganisationKind,
)
from hanse.foundation.web.models.people import User

PAST_YEARS: Final = 5
_STAND_DAYS: Final = 300
_TARGETS: Final = ("AT", "DE", "FR", "IT", "PL", "PT", "SI", "JP", "KR", "BR", "CA", "US", "IN")
_CAST: Final = (
    ("fictitious-alpine-timber-cluster", 0),
    ("fictitious-ria-boats-cluster", 8),
    ("fictitious-tooth-and-gear-ltd", 9),
)
"""Organisations of the demo's accounts, and the subject that each needs."""


def make_partner_search(on: date, *, seed: int = 11) -> None:
    """Offers and needs in every state, and interest that came of them in the five years before.

    All fictitious, of the fictitious organisations of the directory; those that take part get a
    fictitious editor who cannot sign in.
    """
    random = Random(seed)  # noqa: S311 - a made-up world, the same every time
    takers = list(
        Organisation.objects.filter(fictitious=True, withdrawn=None)
        .exclude(kind=OrganisationKind.PUBLIC)
        .order_by("slug")
    )
    if len(takers) < 2:
        return
    _give_editors(takers)
    drafts = _drafts(takers, on, random)
    offers = Offer.objects.bulk_create(each.offer for each in drafts)
    OfferCode.objects.bulk_create(
        OfferCode(offer=offer, kind=kind, code=code)
        for offer, draft in zip(offers, drafts, strict=True)
        for kind, code in draft.codes
    )
    _make_reviews(offers, random)
    _make_interests(offers, takers, on, random)


@dataclass(frozen=True, slots=True)
class _Draft:
    offer: Offer
    codes: list[tuple[str, str]]


def _give_editors(organisations: Iterable[Organisation]) -> None:
    edited = set(Membership.objects.editors().values_list("organisation_id", flat=True))
    without = [each for each in organisations if each.pk not in edited]
    unusable = make_password(None)
    people = User.objects.bulk_create(
        User(
            email=f"editor-{each.slug}@hanse.example"[:250],
            name=f"Fictitious Editor of {each.name}"[:150],
            password=unusable,
            fictitious=True,
        )
        for each in without
    )
    Membership.objects.bulk_create(
        Membership(organisation=each, person=person, kind=MembershipKind.EDITOR)
        for each, person in zip(without, people, strict=True)
    )


def _drafts(takers: Sequence[Organisation], on: date, random: Random) -> list[_Draft]:
    """Pairs that are published now, and single ones in every other state."""
    made = []
    by_field = _by_field(takers)
    by_slug = {each.slug: each for each in takers}
    cast = {number: by_slug[slug] for slug, number in _CAST if slug in by_slug}
    for number, subject in enumerate(SUBJECTS):
        one = _of_field(by_field, takers, subject.offering, random, but=cast.get(number))
        other = cast.get(number) or _of_field(by_field, takers, subject.needing, random, but=one)
        days = random.randint(2, 200)
        made += [
            _draft(one, subject, subject.offer_kind, OfferState.PUBLISHED, on, days, random),
            _draft(other, subject, subject.need_kind, OfferState.PUBLISHED, on, days + 5, random),
        ]
    states = (
        OfferState.IN_REVIEW, OfferState.DRAFT, OfferState.ON_HOLD, OfferState.IN_REVIEW,
        OfferState.REJECTED, OfferState.CLOSED, OfferState.EXPIRED, OfferState.EXPIRED,
    )  # fmt: skip
    for number, state in enumerate(states * 2):
        subject = SUBJECTS[number % len(SUBJECTS)]
        kind = subject.need_kind if number % 2 else subject.offer_kind
        field = subject.needing if number % 2 else subject.offering
        over = state in (OfferState.EXPIRED, OfferState.CLOSED)
        days = random.randint(400, PAST_YEARS * 365) if over else random.randint(1, 12)
        taker = _of_field(by_field, takers, field, random)
        made.append(_draft(taker, subject, kind, state, on, days, random))
    return made


def _by_field(takers: Iterable[Organisation]) -> dict[str, list[Organisation]]:
    """Category or emerging industry -> organisations whose profile names it."""
    found: dict[str, list[Organisation]] = {}
    keys = {each.pk: each for each in takers}
    named = Organisation.objects.filter(pk__in=keys, profile__codes__kind="category").values_list(
        "pk", "profile__codes__code"
    )
    for pk, code in named.order_by("slug"):
        found.setdefault(code, []).append(keys[pk])
    return found


def _of_field(
    by_field: dict[str, list[Organisation]],
    takers: Sequence[Organisation],
    field: str,
    random: Random,
    *,
    but: Organisation | None = None,
) -> Organisation:
    near = [each for each in by_field.get(field, takers) if each != but]
    return random.choice(near or [each for each in takers if each != but])


def _draft(
    organisation: Organisation,
    subject: Subject,
    kind: OfferKind,
    state: OfferState,
    on: date,
    days: int,
    random: Random,
) -> _Draft:
    need = is_need(kind) and kind == subject.need_kind
    title, text = subject.need if need else subject.offer
    begins = on - timedelta(days=days)
    was_seen = state not in (OfferState.DRAFT, OfferState.IN_REVIEW)
    answers = {}
    for section in TEMPLATES[kind]:
        if section.choices:
            answers[section.code] = random.choice(list(Stage)).value
        elif section.code == "about":
            answers[section.code] = text
        elif section.code == "partner":
            answers[section.code] = "A firm or a research organisation, for a first trial together."
        elif section.required:
            answers[section.code] = text
    offer = Offer(
        organisation=organisation,
        kind=kind,
        state=state,
        title=title,
        summary=text,
        answers=answers,
        begins=begins,
        ends=begins + timedelta(days=_STAND_DAYS),
        created=_at(begins - timedelta(days=4)),
        submitted=None if state == OfferState.DRAFT else _at(begins - timedelta(days=2)),
        published=_at(begins)
        if state in (OfferState.PUBLISHED, OfferState.EXPIRED, OfferState.CLOSED)
        else None,
        closed=_at(begins + timedelta(days=90)) if state == OfferState.CLOSED else None,
    )
    offer.fold()
    field = subject.needing if need else subject.offering
    codes = [(OfferCodeKind.CATEGORY.value, field)]
    if was_seen or random.random() < 0.7:
        codes.append((OfferCodeKind.TECHNOLOGY.value, subject.technology))
    wanted = random.sample([c for c in _TARGETS if c != organisation.country], random.randint(0, 4))
    codes += [(OfferCodeKind.TARGET.value, country) for country in sorted(wanted)]
    if random.random() < 0.5:
        sought = OrganisationKind.FIRM if need else OrganisationKind.RESEARCH
        codes.append((OfferCodeKind.PARTNER.value, sought.value))
    return _Draft(offer, codes)


def _make_reviews(offers: Iterable[Offer], random: Random) -> None:
    reviews = []
    points: tuple[int, ...]
    for each in offers:
        if each.submitted is None or each.state == OfferState.IN_REVIEW:
            continue
        match each.state:
            case OfferState.ON_HOLD:
                points, remark = (2, 2, 1, 2), "Say at which stage it is, and who is sought."
            case OfferState.REJECTED:
                points, remark = (1, 0, 1, 1), "This is advertising and seeks no partner."
            case _:
                points, remark = tuple(random.choices((3, 4, 5), k=4)), ""
        review = OfferReview(
            offer=each,
            remark=remark,
            made=each.published or each.submitted,
            **dict(zip((str(criterion) for criterion in Criterion), points, strict=True)),
        )
        review.settle()
        reviews.append(review)
    OfferReview.objects.bulk_create(reviews)


# --- Interest ---------------------------------------------------------------------------------

_WAYS: Final = (
    (InterestState.SENT, 0),
    (InterestState.SEEN, 0),
    (InterestState.ACCEPTED, 1),
    (InterestState.IN_TALKS, 2),
    (InterestState.IN_TALKS, 2),
    (InterestState.AGREED, 3),
    (InterestState.AGREED, 3),
    (InterestState.ENDED, 3),
    (InterestState.ENDED, 2),
    (InterestState.DECLINED, 0),
    (InterestState.WITHDRAWN, 0),
)
"""State, and how far it came: 1 accepted, 2 in talks, 3 agreed by both."""


def _make_interests(
    offers: Sequence[Offer], takers: Sequence[Organisation], on: date, random: Random
) -> None:
    """About a hundred, most of them past; some between the demo's own cast, open now."""
    own = {slug for slug, _number in _CAST}
    cast = [each for each in takers if each.slug in own]
    shown = [each for each in offers if each.state == OfferState.PUBLISHED]
    rows: list[tuple[Interest, list[str]]] = []
    pairs: set[tuple[int, int]] = set()
    for number in range(110):
        state, far = _WAYS[number % len(_WAYS)]
        recent = number < len(shown)
        about = shown[number] if recent else None
        receiver = about.organisation if about else random.choice(takers)
        if number % 8 == 4 and cast:
            about, receiver = None, random.choice(cast)
        sender = random.choice(cast if number % 8 == 0 and cast else takers)
        pair = (min(sender.pk, receiver.pk), max(sender.pk, receiver.pk))
        if sender == receiver or pair in pairs:
            continue
        pairs.add(pair)
        if about:
            days = random.randint(1, max(1, (on - about.begins).days))
        else:
            days = random.randint(60, PAST_YEARS * 365)
        if state in (InterestState.SENT, InterestState.SEEN):
            days = min(days, random.randint(1, 20))
        rows.append(_interest(sender, receiver, about, state, far, on, days, random))
    made = Interest.objects.bulk_create(each for each, _texts in rows)
    InterestMessage.objects.bulk_create(
        InterestMessage(
            interest=interest,
            organisation=interest.receiver if place % 2 else interest.sender,
            text=text,
            written=interest.sent + timedelta(hours=20 * place),
        )
        for interest, (_row, texts) in zip(made, rows, strict=True)
        for place, text in enumerate(texts)
    )


def _interest(
    sender: Organisation,
    receiver: Organisation,
    about: Offer | None,
    state: InterestState,
    far: int,
    on: date,
    days: int,
    random: Random,
) -> tuple[Interest, list[str]]:
    """An interest sent `days` ago, whose steps took equal parts of the time since."""
    sent = _at(on - timedelta(days=days))
    step = timedelta(days=days) / 6
    over = state in (InterestState.ENDED, InterestState.DECLINED, InterestState.WITHDRAWN)
    answered = far >= 1 or state == InterestState.DECLINED
    waits = state == InterestState.IN_TALKS and random.random() < 0.4
    interest = Interest(
        sender=sender,
        receiver=receiver,
        offer=about,
        state=state,
        said_by=Part.SENDER if waits or far == 3 else "",
        sent=sent,
        seen=sent + step / 2 if state != InterestState.SENT else None,
        answered=sent + step if answered else None,
        talks_since=sent + 2 * step if far >= 2 else None,
        agreed=sent + 3 * step if far == 3 else None,
        ended=sent + 5 * step if over else None,
        reason="Made up for the demo: other plans came first." if over else "",
        moved=sent + (5 * step if over else far * step),
    )
    subject = f"“{about.title}”" if about else "what you do"
    texts = [f"We are interested in {subject}. Could we talk about a first trial? (Fictitious.)"]
    if far >= 1:
        texts.append("Gladly. Which amounts and dates do you have in mind? (Fictitious.)")
    if far >= 2:
        texts += [
            "Some fifty pieces to begin with, in the spring. (Fictitious.)",
            "That is possible. We send you a plan. (Fictitious.)",
        ]
    return interest, texts


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=UTC)
