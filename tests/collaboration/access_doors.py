"""The door to each action of the access table: an address, and what somebody sends there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from hanse.collaboration.access import MEETINGS, Entry, Who
from hanse.collaboration.agreements.states import CODES as AGREEMENT_CODES
from hanse.collaboration.agreements.states import DRAFT
from hanse.collaboration.agreements.states import State as AgreementState
from hanse.collaboration.consortia import states as consortia
from hanse.collaboration.journey.exchanges import STEPS as EXCHANGE_STEPS
from hanse.collaboration.journey.exchanges import State as ExchangeState
from hanse.collaboration.journey.news import NEWS_STEPS
from hanse.collaboration.matching.review import Criterion
from hanse.collaboration.matching.states import INTERESTS, OFFERS
from hanse.collaboration.missions import states as missions
from hanse.collaboration.web.models.agreement_files import AgreementActivity
from hanse.collaboration.web.models.consortia import ConsortiumMilestone, ConsortiumTask
from hanse.collaboration.web.models.directory_services import Service
from hanse.collaboration.web.models.profiles import ClusterMember
from tests.collaboration.access_meetings import meeting_door
from tests.collaboration.access_missions import mission_door
from tests.collaboration.access_views import (
    WORDS,
    a_block,
    a_report,
    a_request,
    a_search,
    an_interest,
)
from tests.collaboration.access_world import AccessWorld, Door
from tests.collaboration.agreement_factories import (
    make_agreement,
    make_document,
    make_extension,
    make_obligation,
    upload,
)
from tests.collaboration.consortium_factories import make_consortium, make_strategy
from tests.collaboration.factories import make_profile
from tests.collaboration.journey_factories import make_exchange, make_news, make_wish
from tests.collaboration.partner_factories import make_offer, posted

Maker = Callable[[AccessWorld, Entry, str], Door]

CONDITIONED: Final = frozenset(
    {"consortium_apply", "organisations_import", "cluster_members_import"}
)
"""Actions that need more than one request or a call that is met: here only who is let in."""
UNMET: Final = frozenset({(Who.EDITOR, "consortium_leave")})
"""Who may take a step, and never meets its condition: coordinators do not leave."""


def event_of(action: str) -> str:
    """What the log calls an action."""
    mission = missions.STEPS.get(action)
    if mission and mission.of == "mission" and mission.to:
        return "mission_step"
    step = consortia.STEPS.get(action)
    if step and step.to and step.of == "consortium":
        return "consortium_step"
    return action


# --- Directory --------------------------------------------------------------------------------


def _profile(page: str, *parts: str, **data: Any) -> Maker:
    def door(world: AccessWorld, _entry: Entry, _name: str) -> Door:
        profile = make_profile(world.ours)
        profile.texts.create(language="en", summary="Wood.")
        return Door(reverse(page, args=[world.ours.slug, *parts]), data)

    return door


def _one_member(**data: Any) -> Maker:
    def door(world: AccessWorld, _entry: Entry, _name: str) -> Door:
        member = ClusterMember.objects.create(cluster=world.ours, name=WORDS, kind="firm")
        return Door(reverse("cluster_member_change", args=[world.ours.slug, member.pk]), data)

    return door


def _service(page: str, **data: Any) -> Maker:
    def door(world: AccessWorld, _entry: Entry, _name: str) -> Door:
        make_profile(world.ours)
        service = Service.objects.create(organisation=world.ours, code="trainings", title=WORDS)
        rated = {"firm": world.theirs.pk, "year": timezone.localdate().year}
        return Door(reverse(page, args=[world.ours.slug, service.pk]), {**rated, **data})

    return door


def _ask(world: AccessWorld, _entry: Entry, _name: str) -> Door:
    address = reverse("cluster_join", args=[world.ours.slug])
    return Door(address, {"firm": world.theirs.pk, "message": WORDS})


def _answer(answer: str) -> Maker:
    def door(world: AccessWorld, _entry: Entry, _name: str) -> Door:
        asked = a_request(world)
        side = world.theirs if answer == "withdraw" else world.ours
        address = reverse("cluster_join_answer", args=[side.slug, asked.pk])
        return Door(address, {"answer": answer, "reason": "So it is."})

    return door


_MEMBER: Final = {"name": "Oak Ltd", "kind": "firm"}
_SERVICE: Final = {"code": "trainings", "title": "Saw school", "terms": "A week"}
_RATING: Final = {"useful": 4, "quality": 5, "timely": 3, "overall": 5}

_DIRECTORY: Final[dict[str, Maker]] = {
    "profile_facts_change": _profile("profile_change", "facts", legal_form="Association"),
    "profile_texts_change": _profile("profile_change", "texts", text_en="Timber."),
    "profile_codes_change": _profile("profile_change", "target", codes=["JP"], chosen=["JP"]),
    "profile_publish": _profile("profile_publish", hide="1"),
    "profile_confirm": _profile("profile_confirm"),
    "profile_tier_decide": _profile("profile_validate", tier="provisional", remark="So it is."),
    "cluster_member_add": _profile("cluster_members", **_MEMBER),
    "cluster_member_change": _one_member(**_MEMBER),
    "cluster_member_end": _one_member(end="1"),
    "cluster_members_import": _profile("cluster_members_import", look="1"),
    "service_save": _profile("service_list", **_SERVICE),
    "service_end": _service("service_change", end="1"),
    "service_rate": _service("service_rate", **_RATING),
    "cluster_join_ask": _ask,
    "cluster_join_withdraw": _answer("withdraw"),
    "cluster_join_accept": _answer("accept"),
    "cluster_join_decline": _answer("decline"),
    "organisations_import": lambda _w, _e, _n: Door(reverse("organisations_import"), {"look": "1"}),
}


# --- Searches, offers, interest ---------------------------------------------------------------


def _search(page: str) -> Maker:
    return lambda w, _e, _n: Door(reverse(page, args=[a_search(w).pk]), {"rhythm": "daily"})


def _offer(world: AccessWorld, entry: Entry, name: str) -> Door:
    code = entry.action
    if code == "offer_create":
        address = reverse("offer_create", args=[world.ours.slug, "technology_request"])
        return Door(address, posted())
    offer = make_offer(world.ours, state=entry.states[0])
    pages = {"offer_change": posted(), "offer_hold": {"reason": "So it is."}}
    pages["offer_review"] = {
        **dict.fromkeys([each.value for each in Criterion], 5), "remark": "Good."
    }  # fmt: skip
    if code in pages:
        return Door(reverse(code, args=[offer.pk]), pages[code])
    return Door(reverse("offer_step", args=[offer.pk, code]), {})


def _interest(world: AccessWorld, entry: Entry, name: str) -> Door:
    code = entry.action
    if code == "interest_send":
        address = reverse("interest_send", args=[world.ours.slug])
        return Door(address, {"organisation": world.organisation(name).pk, "text": WORDS})
    own, other = ("sender", "receiver") if name == "partner" else ("receiver", "sender")
    said = {"cooperation_confirm": other, "cooperation_take_back": own}.get(code, "")
    interest = an_interest(world, entry.states[0], said_by=said)
    if code == "interest_see":
        return Door(interest.get_absolute_url(), None)
    if code == "message_send":
        if name == "partner":
            # Its sender writes again once the receiver has written.
            interest.messages.create(
                organisation=world.ours, author=world.person("editor"), text=WORDS
            )
        return Door(reverse("message_send", args=[interest.pk]), {"text": WORDS})
    return Door(reverse("interest_step", args=[interest.pk, code]), {})


def _report(world: AccessWorld, entry: Entry, name: str) -> Door:
    data = {"reason": "fraud", "text": WORDS}
    if entry.states[0] == "offer":
        address = reverse("offer_report", args=[make_offer(world.ours).pk])
        return Door(address, {"organisation": world.theirs.pk, **data})
    message = an_interest(world).messages.get()
    address = reverse("message_report", args=[message.pk])
    return Door(address, {"organisation": world.ours.pk, **data})


_PARTNERS: Final[dict[str, Maker]] = {
    "saved_search_create": lambda _w, _e, _n: Door(
        reverse("saved_search_create"), {"name": WORDS, "rhythm": "daily", "query": "q=wood"}
    ),
    "saved_search_change": _search("saved_search_change"),
    "saved_search_delete": _search("saved_search_delete"),
    **dict.fromkeys(OFFERS.codes - {"offer_expire"}, _offer),
    **dict.fromkeys(INTERESTS.codes, _interest),
    "report_make": _report,
    "report_settle": lambda w, _e, _n: Door(
        reverse("partner_report_settle", args=[a_report(w).pk]), {"outcome": "We spoke to them."}
    ),
    "block_set": lambda w, _e, _n: Door(
        reverse("block_set", args=[w.ours.slug, w.theirs.slug]), {}
    ),
    "block_lift": lambda w, _e, _n: Door(reverse("block_lift", args=[a_block(w).pk]), {}),
}


# --- Agreements -------------------------------------------------------------------------------


def _agreement(world: AccessWorld, entry: Entry, name: str) -> Door:
    code = entry.action
    own = world.organisation(name)
    if code == "agreement_create":
        data = {"kind": "memorandum", "title": WORDS, "notice_days": "90"}
        if name == "officer":
            data["partners"] = world.ours.name
        else:
            data["own"] = str(own.pk)
        return Door(reverse("agreement_create"), data)
    state = AgreementState(entry.states[0])
    for_others = code in {"signature_record", "extension_record"}
    sides = (world.ours, world.theirs, *((world.recorded,) if for_others else ()))
    made = make_agreement(*sides, state=state)
    if for_others or code == "signature_withdraw":
        signing = made.parties.exclude(organisation=world.recorded)
        for each in signing if state is AgreementState.IN_NEGOTIATION else ():
            each.signatures.create()
    obligation = make_obligation(
        made, None if state in DRAFT else own, met_on="2026-03-01" if "reopen" in code else None
    )
    document = make_document(made, signed=True)
    activity = AgreementActivity.objects.create(agreement=made, kind="meeting", title="Meeting")
    if code in {"extension_agree", "extension_record", "extension_withdraw"}:
        make_extension(made)
    party = world.recorded if for_others else own if name != "officer" else world.ours
    if code == "party_add":
        party = world.guests
    today = timezone.localdate()
    words: dict[str, Any] = {
        "party": party.name if code == "party_add" else party.pk,
        "reason": "As all parties wish.",
        "words": "Report",
        "signed_on": today.isoformat(),
        "in_force_on": today.isoformat(),
        "until": str(today.year + 4),
        "met_on": today.isoformat(),
        "obligation": obligation.pk,
        "document": document.pk,
        "activity": activity.pk,
        "kind": "meeting",
        "title": "Meeting",
        "notice_days": "90",
        "scope": "Meetings",
        "name": "memorandum.pdf",
        **({"file": upload()} if code == "document_add" else {}),
        **({"kind": "memorandum"} if code == "agreement_change" else {}),
    }
    if code == "agreement_change":
        return Door(reverse("agreement_change", args=[made.slug]), words)
    return Door(reverse("agreement_step", args=[made.slug, code]), words)


# --- Consortia --------------------------------------------------------------------------------

_OUTSIDE_STEPS: Final = {"consortium_accept": "accept", "consortium_decline": "decline"}


def _consortium(world: AccessWorld, entry: Entry, name: str) -> Door:
    code = entry.action
    today = timezone.localdate()
    if code == "consortium_create":
        words = {"name": WORDS, "title": WORDS, "objectives": WORDS}
        return Door(reverse("consortium_new"), {"coordinator": world.ours.pk, **words})
    # Founding waits for every answer.
    invited = () if code == "consortium_found" else (world.guests,)
    made = make_consortium(
        world.ours, world.theirs, invited=invited, state=entry.states[0], begins=today
    )
    if code in {"consortium_start", "consortium_apply"}:
        make_strategy(made, consortia.Version.APPROVED)
    places = {each.organisation_id: each.pk for each in made.members.all()}
    task = ConsortiumTask.objects.create(consortium=made, title="Visit")
    milestone = ConsortiumMilestone.objects.create(consortium=made, title="Met", due=today)
    slug = made.slug

    def member(answer: str, place: int | None) -> Door:
        return Door(reverse("consortium_answer", args=[slug, place, answer]), {})

    doors = {
        "consortium_change": lambda: Door(
            reverse("consortium_edit", args=[slug]),
            {"name": "New name", "title": "T", "seen": made.revision, "begins": today.isoformat()},
        ),
        "consortium_publish": lambda: Door(
            reverse("consortium_publish", args=[slug]), {"published": "on"}
        ),
        "consortium_invite": lambda: Door(
            reverse("consortium_members", args=[slug]),
            {"organisation": world.elsewhere.pk, "role": "partner", "function": "Helps"},
        ),
        "consortium_uninvite": lambda: member("uninvite", places[world.guests.pk]),
        "consortium_accept": lambda: member("accept", places[world.guests.pk]),
        "consortium_decline": lambda: member("decline", places[world.guests.pk]),
        "consortium_leave": lambda: (
            member("leave", places[world.organisation(name).pk])
            if name in {"editor", "partner"}
            else member("leave", places[world.theirs.pk])
        ),
        "consortium_role": lambda: Door(
            reverse("consortium_member", args=[slug, places[world.theirs.pk]]),
            {"role": "associated", "function": "Helps"},
        ),
        "consortium_task_save": lambda: Door(
            reverse("consortium_task_new", args=[slug]), {"title": "Fair"}
        ),
        "consortium_task_remove": lambda: Door(
            reverse("consortium_task_delete", args=[slug, task.pk]), {}
        ),
        "consortium_milestone_save": lambda: Door(
            reverse("consortium_milestone_new", args=[slug]),
            {"title": "Fair", "due": today.isoformat(), "progress": "0"},
        ),
        "consortium_milestone_remove": lambda: Door(
            reverse("consortium_milestone_delete", args=[slug, milestone.pk]), {}
        ),
        "consortium_reach_save": lambda: Door(
            reverse("consortium_reach", args=[slug]), {"year": today.year, "smes": "12"}
        ),
    }
    if code in doors:
        return doors[code]()
    return Door(reverse("consortium_take", args=[slug, code]), {})


def _strategy(world: AccessWorld, entry: Entry, name: str) -> Door:
    code = entry.action
    made = make_consortium(world.ours, world.theirs, invited=(world.guests,))
    if code == "strategy_begin":
        return Door(reverse("strategy_new", args=[made.slug]), {})
    version = make_strategy(made, entry.states[0])
    if code == "strategy_section_save":
        address = reverse("strategy_section", args=[made.slug, version.number, "vision"])
        return Door(address, {"text": WORDS, "seen": version.sections.get(code="vision").revision})
    step = code.removeprefix("strategy_")
    address = reverse("strategy_take", args=[made.slug, version.number, step])
    return Door(address, {"remark": "Not yet.", "organisation": world.organisation(name).pk})


# --- Exchanges and news -----------------------------------------------------------------------

_DAYS: Final[dict[str, int]] = {"exchange_report": -10, "exchange_close": -90}


def _exchange(world: AccessWorld, entry: Entry, name: str) -> Door:
    code = entry.action
    own = world.organisation(name)
    if code == "exchange_propose":
        theirs = make_wish(world.theirs if own == world.ours else world.ours)
        address = reverse("exchange_propose", args=[theirs.pk])
        return Door(address, {"organisation": own.pk, "title": WORDS, "message": WORDS})
    state = entry.states[0]
    begun = state != ExchangeState.PROPOSED
    day = timezone.localdate()
    open_reports = ["host_report", "visitor_report"]
    if state == ExchangeState.HELD:
        own_report = "visitor_report" if name == "partner" else "host_report"
        open_reports = [own_report] if code == "exchange_report" else []
    made = make_exchange(
        world.ours,
        world.theirs,
        state=state,
        begins=day + timedelta(days=_DAYS.get(code, 30)),
        host_agreed=day if begun else None,
        visitor_agreed=day if begun else None,
        host_public=False,
        **dict.fromkeys(open_reports, ""),
    )
    data = {
        "reason": "So it is.",
        "report": "It went well.",
        "outcome": "contacts",
        "title": WORDS,
        "goals": WORDS,
        "programme": WORDS,
    }
    return Door(reverse("exchange_step", args=[made.pk, code.removeprefix("exchange_")]), data)


def _wish(page: str) -> Maker:
    def door(world: AccessWorld, _entry: Entry, _name: str) -> Door:
        day = timezone.localdate()
        data = {
            "organisation": world.ours.pk,
            "role": "host",
            "title": WORDS,
            "about": WORDS,
            "themes": "timber",
            "earliest": day.isoformat(),
            "latest": (day + timedelta(days=90)).isoformat(),
            "days_least": "3",
            "days_most": "5",
        }
        parts = [] if page.endswith("create") else [make_wish(world.ours).pk]
        return Door(reverse(page, args=parts), data)

    return door


def _news(world: AccessWorld, entry: Entry, name: str) -> Door:
    code = entry.action
    data = {"kind": "news", "title": WORDS, "summary": WORDS, "audience": "public"}
    if code == "news_digest_choose":
        return Door(reverse("news_digest"), {"often": "weekly"})
    if code == "news_write":
        own = {} if name == "officer" else {"organisation": world.ours.pk}
        return Door(reverse("news_write"), {**data, **own})
    kind = "call" if code == "call_follow" else "news"
    item = make_news(WORDS, organisation=world.ours, state=entry.states[0], kind=kind)
    if code == "call_follow":
        return Door(reverse("call_follow", args=[item.pk]), {"follow": "1"})
    if code == "news_change":
        return Door(reverse("news_change", args=[item.pk]), {**data, "title": "Sapwood"})
    step = code.removeprefix("news_")
    return Door(reverse("news_step", args=[item.pk, step]), {"reason": "So it is."})


DOORS: Final[dict[str, Maker]] = {
    **_DIRECTORY,
    **_PARTNERS,
    **{code: _agreement for code in AGREEMENT_CODES if code != "agreement_expire"},
    **{code: _strategy if each.of == "strategy" else _consortium
       for code, each in consortia.STEPS.items()},
    "consortium_create": _consortium,
    **dict.fromkeys([each.code for each in EXCHANGE_STEPS], _exchange),
    "exchange_wish_open": _wish("exchange_wish_create"),
    "exchange_wish_change": _wish("exchange_wish_change"),
    "exchange_wish_close": _wish("exchange_wish_close"),
    **dict.fromkeys([each.code for each in NEWS_STEPS], _news),
    "call_follow": _news,
    "news_digest_choose": _news,
    **dict.fromkeys([*missions.STEPS, "mission_create", "mission_follow"], mission_door),
    **dict.fromkeys([each.action for each in MEETINGS], meeting_door),
}  # fmt: skip
