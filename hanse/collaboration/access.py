"""Who may see and do what in Collaboration: one table, gathered from the tables of its parts.

What is done is read from the tables that the site applies: `directory.permits`, and the states and
steps of offers, interests, agreements, consortia, strategies, missions, exchanges and news. What is
seen, and the few actions without states, stand here; tests hold every page and every action against
them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hanse.collaboration.agreements import sight
from hanse.collaboration.agreements import states as agreements
from hanse.collaboration.consortia import states as consortia
from hanse.collaboration.directory import permits
from hanse.collaboration.journey import exchanges, news
from hanse.collaboration.matching.states import INTERESTS, OFFERS, InterestState, OfferState
from hanse.collaboration.matching.steps import Part, Workflow
from hanse.collaboration.missions import states as missions
from hanse.foundation.roles import Role


class Who(StrEnum):
    """What somebody is to an object."""

    VISITOR = "visitor"
    OTHER = "other"
    MEMBER = "member"
    EDITOR = "editor"
    PARTNER = "partner"
    INVITED = "invited"
    OFFICER = "officer"
    ADMINISTRATOR = "administrator"


WHO_WORDS: Final[Mapping[Who, str]] = MappingProxyType(
    {
        Who.VISITOR: "anybody, without an account",
        Who.OTHER: "a member or an editor of an organisation that the object does not concern",
        Who.MEMBER: "a member, not an editor, of the organisation that it is of; of a mission, one "
        "who is named to score applications",
        Who.EDITOR: "an editor of the organisation that it is of: the receiver of an interest, a "
        "party of an agreement, the coordinator of a consortium, the organiser of a mission, the "
        "host of an exchange, the cluster organisation that is asked; of a saved search or a "
        "digest, its owner",
        Who.PARTNER: "an editor of the other organisation: the sender of an interest, another "
        "party, another member of a consortium, an applicant or participant of a mission, the "
        "visitor of an exchange, the firm that asks or rates",
        Who.INVITED: "an editor of an organisation that is invited to a consortium or a mission; "
        "elsewhere the same as other",
        Who.OFFICER: "a programme officer who belongs to none of the organisations",
        Who.ADMINISTRATOR: "an administrator who belongs to none of the organisations",
    }
)

EVERYBODY: Final = frozenset(Who)
SIGNED_IN: Final = EVERYBODY - {Who.VISITOR}
_EDITOR: Final = frozenset({Who.EDITOR})
_EDITORS: Final = _EDITOR | {Who.ADMINISTRATOR}
_RUNNING: Final = _EDITORS
"""Who runs a mission."""
_OFFICER: Final = frozenset({Who.OFFICER})
_OWN: Final = frozenset({Who.EDITOR, Who.MEMBER})
_TWO: Final = frozenset({Who.EDITOR, Who.PARTNER})
_SIDES: Final = _TWO | {Who.MEMBER}
_OFFICE: Final = frozenset({Who.OFFICER, Who.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: what may be seen or done with an object, by whom, in which states ("" in any)."""

    thing: str
    action: str
    who: frozenset[Who]
    states: tuple[str, ...] = ()
    begins: bool = False


def _see(thing: str, what: str, who: frozenset[Who]) -> Entry:
    return Entry(thing, f"see {what}", who)


SEEN: Final = (
    _see("profile", "published", EVERYBODY),
    _see("profile", "draft", _EDITORS),
    _see("member list", "numbers by kind and size", EVERYBODY),
    _see("member list", "names of those who do not object", EVERYBODY),
    _see("member list", "names of those who object", _EDITORS),
    _see("service", "of a published profile", EVERYBODY),
    _see("rating", "of several firms together", _EDITORS),
    _see("joining request", "to a cluster organisation", _EDITORS),
    _see("joining request", "of a firm", frozenset({Who.PARTNER, Who.ADMINISTRATOR})),
    _see("saved search", "kept", _EDITOR),
    _see("offer", "published", EVERYBODY),
    _see("offer", "draft", _OWN),
    _see("offer", "in review, on hold or rejected", _OWN | _OFFICER),
    _see("recommendation", "of partners", _OWN),
    _see("interest", "sent, accepted or in talks", _SIDES),
    _see("interest", "agreed", _SIDES),
    _see("message", "sent", _SIDES),
    _see("report", "made", _OFFICER),
    _see("block", "set", _EDITOR),
    _see("consortium", "public", EVERYBODY),
    _see("consortium", "not public", _TWO | {Who.INVITED}),
    _see("consortium", "members, work plan and call", _TWO),
    _see("strategy", "draft or in approval", _TWO),
    _see("strategy", "approved and public", EVERYBODY),
    _see("strategy", "approved, not public", _TWO),
    _see("strategy", "approvals of the members", _TWO),
    _see("mission", "call opened", EVERYBODY),
    _see("mission", "draft", _EDITORS | {Who.MEMBER}),
    _see("mission", "public items of the programme", EVERYBODY),
    _see("mission", "items for participants, travel notes", _RUNNING | {Who.PARTNER}),
    _see("mission", "participants, before they are published", _RUNNING),
    _see("mission", "participants, once they are published", _RUNNING | {Who.PARTNER}),
    _see("mission", "budget", _RUNNING),
    _see("mission", "outcomes", _RUNNING | {Who.PARTNER}),
    _see("mission", "report, before it is over", _RUNNING),
    _see("mission", "report, once it is over", EVERYBODY),
    _see("application for a mission", "draft", frozenset({Who.PARTNER})),
    _see("application for a mission", "handed in", _RUNNING | {Who.PARTNER, Who.MEMBER}),
    _see("application for a mission", "points and remarks", _RUNNING | {Who.MEMBER}),
    _see("place in a mission", "what its people say of themselves", frozenset({Who.PARTNER})),
    _see("registration for an exchange", "open", EVERYBODY),
    _see("registration for an exchange", "closed", _EDITORS | _OFFICER),
    _see("meeting in a mission", "requests of a participant", _RUNNING | {Who.PARTNER}),
    _see("meeting in a mission", "timetable", _RUNNING),
    _see("meeting in a mission", "board", _RUNNING),
    _see("meeting in a mission", "agenda of a participant", _RUNNING | {Who.PARTNER}),
    _see("exchange", "held and shown by both", EVERYBODY),
    _see("exchange", "proposed or not shown by both", _SIDES | _OFFICE),
    _see("news", "for everybody", EVERYBODY),
    _see("news", "for members", SIGNED_IN),
    _see("news", "for a kind of organisation, not the other's", SIGNED_IN - {Who.OTHER}),
    _see("news", "draft", _EDITOR | _OFFICE),
    _see("evidence", "public", EVERYBODY),
    _see("evidence", "of an exchange that is not public", _SIDES | _OFFICE),
    _see("evidence", "of an interest", _SIDES),
    _see("evidence", "of a cooperation stated by both", _SIDES | _OFFICE),
    _see("evidence", "what moved since a day", _OFFICE),
)
"""What is seen of each object, the parts of agreements apart: those are in `agreements.sight`."""

FURTHER: Final = (
    Entry("saved search", "saved_search_create", SIGNED_IN, begins=True),
    Entry("saved search", "saved_search_change", _EDITOR),
    Entry("saved search", "saved_search_delete", _EDITOR),
    Entry("report", "report_make", frozenset({Who.PARTNER}), ("offer",), begins=True),
    Entry("report", "report_make", _EDITOR, ("message",)),
    Entry("report", "report_settle", _OFFICER),
    Entry("block", "block_set", _EDITOR),
    Entry("block", "block_lift", _EDITOR),
    Entry("consortium", "consortium_create", _EDITOR, begins=True),
    Entry("mission", "mission_create", _EDITOR, begins=True),
    Entry(
        "mission",
        "mission_follow",
        SIGNED_IN,
        tuple(each for each in missions.State if each in missions.FOLLOWED),
    ),
    Entry("registration for an exchange", "exchange_wish_open", _EDITOR, begins=True),
    Entry("registration for an exchange", "exchange_wish_change", _EDITOR),
    Entry("registration for an exchange", "exchange_wish_close", _EDITOR),
    Entry("news", "call_follow", SIGNED_IN, ("published",)),
    Entry("news", "news_digest_choose", SIGNED_IN, begins=True),
)
"""Actions that depend on no state but what is named."""

MEETINGS: Final = (
    *(
        Entry("meeting in a mission", code, frozenset({Who.PARTNER}))
        for code in ("meeting_ask", "meeting_answer", "meeting_withdraw", "feedback_give")
    ),
    *(
        Entry("meeting in a mission", code, _RUNNING | {Who.PARTNER})
        for code in ("meeting_bar", "meeting_times")
    ),
    *(
        Entry("meeting in a mission", code, _RUNNING)
        for code in (
            "meeting_rules",
            "meeting_walks",
            "meeting_slots_add",
            "meeting_slots_remove",
            "meeting_tables_set",
            "mission_meeting_add",
            "mission_meeting_change",
            "mission_meeting_cancel",
            "timetable_search",
            "timetable_stop",
            "timetable_drop",
            "timetable_in_force",
            "participant_check_in",
            "meeting_move",
            "meeting_outcome",
            "meetings_over",
            "repair_propose",
        )
    ),
)
"""What is done about meetings in a mission, in the states in which they are planned or held."""

_SYSTEM: Final = frozenset({"system"})
_PARTS: Final[Mapping[str, Mapping[str, frozenset[Who]]]] = MappingProxyType(
    {
        "offer": {Part.EDITOR: _EDITOR, Part.OFFICER: _OFFICER},
        "interest": {Part.RECEIVER: _EDITOR, Part.SENDER: frozenset({Who.PARTNER})},
        "agreement": {
            agreements.Actor.PARTY: _TWO,
            agreements.Actor.OFFICER: _OFFICER,
            agreements.Actor.READER: EVERYBODY,
        },
        "consortium": {
            consortia.Part.COORDINATOR: _EDITOR,
            consortia.Part.MEMBER: _TWO,
            consortia.Part.INVITED: frozenset({Who.INVITED}),
        },
        "mission": {
            missions.Part.ORGANISER: _RUNNING,
            missions.Part.ASSESSOR: frozenset({Who.MEMBER}),
            missions.Part.EDITOR: frozenset({Who.PARTNER}),
            missions.Part.APPLICANT: frozenset({Who.PARTNER}),
            missions.Part.PARTICIPANT: frozenset({Who.PARTNER}),
            missions.Part.INVITED: frozenset({Who.INVITED}),
        },
        "exchange": {
            exchanges.Actor.HOST: _EDITOR,
            exchanges.Actor.VISITOR: frozenset({Who.PARTNER}),
            exchanges.Actor.OFFICER: _OFFICER,
        },
        "news": {news.Writer.EDITOR: _EDITOR, news.Writer.OFFICER: _OFFICER},
    }
)
"""Kind of object -> what a part's own table calls somebody -> what they are called here."""

_DIRECTORY: Final = (
    ("profile_", "profile"),
    ("cluster_member", "member list"),
    ("service_rate", "rating"),
    ("service_", "service"),
    ("cluster_join_", "joining request"),
    ("organisations_", "organisations from a file"),
)
_OF_MISSIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "mission": "mission",
        "application": "application for a mission",
        "place": "place in a mission",
    }
)
_SIGHT_WORDS: Final[Mapping[sight.Part, str]] = MappingProxyType(
    {
        sight.Part.FACE: "title, state, dates, parties, activities",
        sight.Part.OBLIGATIONS: "obligations",
        sight.Part.PUBLIC_DOCUMENTS: "documents for everybody",
        sight.Part.DOCUMENTS: "documents for the parties",
        sight.Part.CONTACTS: "contacts",
        sight.Part.REASONS: "reasons of steps",
    }
)


def entries() -> tuple[Entry, ...]:
    """The whole table, object by object, what is seen before what is done."""
    listed = (*SEEN, *_agreement_parts(), *_directory(), *_steps(), *MEETINGS, *FURTHER)
    things = list(dict.fromkeys(each.thing for each in listed))
    ordered = sorted(
        listed, key=lambda each: (things.index(each.thing), not each.action.startswith("see "))
    )
    return tuple(ordered)


def _agreement_parts() -> Iterator[Entry]:
    for public, words in ((True, "signed and public"), (False, "draft, or not public")):
        for part in sight.Part:
            actors = [
                actor for (actor, shown), parts in sight.SIGHT.items() if shown is public
                if part in parts
            ]  # fmt: skip
            yield _see("agreement", f"{_SIGHT_WORDS[part]}: {words}", _called("agreement", actors))


def _directory() -> Iterator[Entry]:
    for action, roles in permits.MAY.items():
        if action == "profile_view":  # what is seen depends on whether it is published
            continue
        thing = next(thing for start, thing in _DIRECTORY if action.startswith(start))
        editor = Who.PARTNER if action in permits.OF_FIRM else Who.EDITOR
        known = {
            Role.EDITOR: editor,
            Role.OFFICER: Who.OFFICER,
            Role.ADMINISTRATOR: Who.ADMINISTRATOR,
        }
        yield Entry(thing, action, frozenset(known[role] for role in roles))


def _steps() -> Iterator[Entry]:
    yield from _workflow("offer", OFFERS)
    yield from _workflow("interest", INTERESTS)
    yield from _rows("agreement", ((each.code, each.source, each.who) for each in agreements.STEPS))
    for code, step in consortia.STEPS.items():
        states = tuple(sorted(state for state in step.states if state))
        who = _called("consortium", {step.by})
        yield Entry(step.of, code, who, states, begins="" in step.states)
    for code, row in missions.STEPS.items():
        states = tuple(sorted(state for state in row.states if state))
        who = _called("mission", {row.by})
        begins = "" in row.states
        yield Entry(_OF_MISSIONS[row.of], code, who, states, begins=begins)
    yield from _rows("exchange", ((each.code, each.source, each.who) for each in exchanges.STEPS))
    yield from _rows("news", ((each.code, each.source, {each.who}) for each in news.NEWS_STEPS))


def _workflow(thing: str, of: Workflow[OfferState] | Workflow[InterestState]) -> Iterator[Entry]:
    for entry in _rows(thing, ((each.code, each.source, each.by) for each in of.steps)):
        yield (
            Entry("message", entry.action, entry.who, entry.states)
            if entry.action == "message_send"
            else entry
        )


def _rows(
    thing: str, rows: Iterable[tuple[str, StrEnum | None, Collection[StrEnum]]]
) -> Iterator[Entry]:
    """One entry for each step and who may take it, with the states in which they may."""
    found: dict[tuple[str, frozenset[Who]], list[str]] = {}
    begun = set()
    for code, source, parts in rows:
        who = _called(thing, parts)
        if who:
            states = found.setdefault((code, who), [])
            if source is None:
                begun.add(code)
            elif source.value not in states:
                states.append(source.value)
    for (code, who), states in found.items():
        yield Entry(thing, code, who, tuple(states), begins=code in begun)


def _called(thing: str, parts: Collection[StrEnum]) -> frozenset[Who]:
    known = _PARTS[thing]
    return frozenset(who for part in parts if part not in _SYSTEM for who in known[part])
