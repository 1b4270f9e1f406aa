"""What is there to be seen for each row of the access table: an address, and words on its page."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from hanse.collaboration.agreements import sight
from hanse.collaboration.agreements.states import State as AgreementState
from hanse.collaboration.consortia.states import Version
from hanse.collaboration.journey.exchanges import State as ExchangeState
from hanse.collaboration.matching.states import InterestState
from hanse.collaboration.web.models.agreement_files import AgreementStep
from hanse.collaboration.web.models.directory_joining import JoinClusterRequest
from hanse.collaboration.web.models.directory_services import Service
from hanse.collaboration.web.models.interests import Interest
from hanse.collaboration.web.models.partner_conduct import Block, Report
from hanse.collaboration.web.models.profiles import ClusterMember
from hanse.collaboration.web.models.saved_searches import SavedSearch
from tests.collaboration.access_meetings import MEETING_VIEWS
from tests.collaboration.access_missions import MISSION_VIEWS
from tests.collaboration.access_world import AccessWorld
from tests.collaboration.agreement_factories import make_agreement, make_document, make_obligation
from tests.collaboration.consortium_factories import make_consortium, make_strategy
from tests.collaboration.factories import make_profile
from tests.collaboration.journey_factories import make_exchange, make_news, make_wish
from tests.collaboration.partner_factories import make_offer

View = tuple[str, str]
"""An address, and words that stand on its page; "" where the page itself is what is seen."""
WORDS: Final = "Heartwood"


def an_interest(world: AccessWorld, state: str = InterestState.SENT, **more: object) -> Interest:
    """Interest of theirs in ours, with its first message."""
    answered = None if state in {InterestState.SENT, InterestState.SEEN} else timezone.now()
    interest = Interest.objects.create(
        sender=world.theirs,
        receiver=world.ours,
        state=state,
        sent_by=world.person("partner"),
        **{"answered": answered, **more},
    )
    interest.messages.create(
        organisation=world.theirs, author=world.person("partner"), text=f"{WORDS}, a first message"
    )
    return interest


def a_request(world: AccessWorld) -> JoinClusterRequest:
    """Theirs asks to join ours."""
    return JoinClusterRequest.objects.create(
        firm=world.theirs, cluster=world.ours, message=WORDS, asked_by=world.person("partner")
    )


def a_search(world: AccessWorld) -> SavedSearch:
    """A search of the editor's."""
    return SavedSearch.objects.create(owner=world.person("editor"), name=WORDS, query="q=wood")


def a_report(world: AccessWorld) -> Report:
    """Theirs reports an offer of ours."""
    return Report.objects.create(
        organisation=world.theirs,
        about=world.ours,
        offer=make_offer(world.ours),
        reason="other",
        text=WORDS,
    )


def a_block(world: AccessWorld) -> Block:
    """Ours blocks theirs."""
    return Block.objects.create(
        organisation=world.ours, blocked=world.theirs, set_by=world.person("editor")
    )


def _profile(world: AccessWorld, *, published: bool) -> View:
    make_profile(world.ours, published=published)
    return reverse("profile", args=[world.ours.slug]), ""


def _member(world: AccessWorld, page: str, *, objects: bool) -> View:
    make_profile(world.ours)
    ClusterMember.objects.create(
        cluster=world.ours, name=WORDS, kind="firm", objects_to_naming=objects
    )
    return reverse(page, args=[world.ours.slug]), WORDS


def _numbers(world: AccessWorld) -> View:
    address, _words = _member(world, "profile", objects=True)
    return address, "1 member"


def _service(world: AccessWorld) -> View:
    make_profile(world.ours)
    Service.objects.create(organisation=world.ours, code="trainings", title=WORDS)
    return reverse("profile", args=[world.ours.slug]), WORDS


def _requests(world: AccessWorld, *, of_firm: bool) -> View:
    a_request(world)
    side = world.theirs if of_firm else world.ours
    return reverse("cluster_requests", args=[side.slug]), WORDS


def _search(world: AccessWorld) -> View:
    a_search(world)
    return reverse("saved_searches"), WORDS


def _offer(world: AccessWorld, state: str) -> View:
    return make_offer(world.ours, state=state).get_absolute_url(), ""


def _interest(world: AccessWorld, state: str) -> View:
    more = {"agreed": timezone.now()} if state == InterestState.AGREED else {}
    return an_interest(world, state, **more).get_absolute_url(), WORDS


def _report(world: AccessWorld) -> View:
    a_report(world)
    return reverse("partner_reports"), WORDS


def _block(world: AccessWorld) -> View:
    a_block(world)
    return reverse("blocks", args=[world.ours.slug]), world.theirs.name


def a_consortium(world: AccessWorld, **more: Any) -> str:
    """The address of a consortium of ours and theirs, to which guests are invited."""
    made = make_consortium(world.ours, world.theirs, invited=(world.guests,), **more)
    return made.slug


def _consortium(world: AccessWorld, page: str, *, published: bool) -> View:
    return reverse(page, args=[a_consortium(world, published=published)]), ""


def _strategy(world: AccessWorld, state: str, *, public: bool) -> View:
    consortium = make_consortium(
        world.ours,
        world.theirs,
        invited=(world.guests,),
        published=True,
        strategy_public=public,
    )
    return make_strategy(consortium, state).get_absolute_url(), "Together to the world."


def _approvals(world: AccessWorld) -> View:
    address, _words = _strategy(world, Version.APPROVED, public=True)
    return address, "Approvals"


def _wish(world: AccessWorld, *, is_open: bool) -> View:
    return make_wish(world.ours, open=is_open).get_absolute_url(), ""


def _exchange(world: AccessWorld, **more: object) -> View:
    return make_exchange(world.ours, world.theirs, **more).get_absolute_url(), ""


def _news(world: AccessWorld, **more: object) -> View:
    return make_news(WORDS, organisation=world.ours, **more).get_absolute_url(), WORDS


def _relation(world: AccessWorld, words: str) -> View:
    return reverse("relation", args=[world.ours.slug, world.theirs.slug]), words


def _evidence_of_exchange(world: AccessWorld, *, public: bool) -> View:
    make_exchange(world.ours, world.theirs, title=WORDS, visitor_public=public)
    return _relation(world, WORDS)


def _evidence_of_interest(world: AccessWorld, *, agreed: bool) -> View:
    if agreed:
        an_interest(world, InterestState.AGREED, agreed=timezone.now())
        return _relation(world, "Cooperation that both organisations stated")
    an_interest(world, InterestState.IN_TALKS)
    return _relation(world, "Expression of interest, accepted")


def _agreement(world: AccessWorld, part: sight.Part, *, public: bool) -> View:
    state = AgreementState.IN_FORCE if public else AgreementState.IN_NEGOTIATION
    made = make_agreement(world.ours, world.theirs, state=state, title=WORDS)
    made.parties.update(contact_name="Carla Contact")
    make_obligation(made, world.ours, words="Report on the meetings")
    AgreementStep.objects.create(
        agreement=made,
        step="force_enter",
        source="signed",
        target="in_force",
        on=date(2026, 2, 1),
        actor="party",
        reason="A reason that parties read",
    )
    if part in {sight.Part.DOCUMENTS, sight.Part.PUBLIC_DOCUMENTS}:
        document = make_document(made, public=part is sight.Part.PUBLIC_DOCUMENTS)
        return reverse("agreement_document", args=[made.slug, document.pk]), ""
    words = {
        sight.Part.FACE: WORDS,
        sight.Part.OBLIGATIONS: "Report on the meetings",
        sight.Part.CONTACTS: "Carla Contact",
        sight.Part.REASONS: "A reason that parties read",
    }
    return made.get_absolute_url(), words[part]


_OF_AGREEMENTS: Final = {
    sight.Part.FACE: "title, state, dates, parties, activities",
    sight.Part.OBLIGATIONS: "obligations",
    sight.Part.PUBLIC_DOCUMENTS: "documents for everybody",
    sight.Part.DOCUMENTS: "documents for the parties",
    sight.Part.CONTACTS: "contacts",
    sight.Part.REASONS: "reasons of steps",
}


def _agreements() -> dict[tuple[str, str], Callable[[AccessWorld], View]]:
    made: dict[tuple[str, str], Callable[[AccessWorld], View]] = {}
    for part, words in _OF_AGREEMENTS.items():
        for public, of in ((True, "signed and public"), (False, "draft, or not public")):
            made["agreement", f"{words}: {of}"] = lambda w, p=part, s=public: _agreement(  # type: ignore[misc]
                w, p, public=s
            )
    return made


VIEWS: Final[dict[tuple[str, str], Callable[[AccessWorld], View]]] = {
    ("profile", "published"): lambda w: _profile(w, published=True),
    ("profile", "draft"): lambda w: _profile(w, published=False),
    ("member list", "numbers by kind and size"): _numbers,
    ("member list", "names of those who do not object"): lambda w: _member(
        w, "profile", objects=False
    ),
    ("member list", "names of those who object"): lambda w: _member(
        w, "cluster_members", objects=True
    ),
    ("service", "of a published profile"): _service,
    ("rating", "of several firms together"): lambda w: (
        reverse("improvement", args=[w.ours.slug]),
        "",
    ),
    ("joining request", "to a cluster organisation"): lambda w: _requests(w, of_firm=False),
    ("joining request", "of a firm"): lambda w: _requests(w, of_firm=True),
    ("saved search", "kept"): _search,
    ("offer", "published"): lambda w: _offer(w, "published"),
    ("offer", "draft"): lambda w: _offer(w, "draft"),
    ("offer", "in review, on hold or rejected"): lambda w: _offer(w, "on_hold"),
    ("recommendation", "of partners"): lambda w: (
        reverse("recommendations", args=[w.ours.slug]),
        "",
    ),
    ("interest", "sent, accepted or in talks"): lambda w: _interest(w, InterestState.IN_TALKS),
    ("interest", "agreed"): lambda w: _interest(w, InterestState.AGREED),
    ("message", "sent"): lambda w: _interest(w, InterestState.SENT),
    ("report", "made"): _report,
    ("block", "set"): _block,
    ("consortium", "public"): lambda w: _consortium(w, "consortium", published=True),
    ("consortium", "not public"): lambda w: _consortium(w, "consortium", published=False),
    ("consortium", "members, work plan and call"): lambda w: _consortium(
        w, "consortium_plan", published=True
    ),
    ("strategy", "draft or in approval"): lambda w: _strategy(w, Version.DRAFT, public=True),
    ("strategy", "approved and public"): lambda w: _strategy(w, Version.APPROVED, public=True),
    ("strategy", "approved, not public"): lambda w: _strategy(w, Version.APPROVED, public=False),
    ("strategy", "approvals of the members"): _approvals,
    ("registration for an exchange", "open"): lambda w: _wish(w, is_open=True),
    ("registration for an exchange", "closed"): lambda w: _wish(w, is_open=False),
    ("exchange", "held and shown by both"): _exchange,
    ("exchange", "proposed or not shown by both"): lambda w: _exchange(
        w, state=ExchangeState.PROPOSED
    ),
    ("news", "for everybody"): _news,
    ("news", "for members"): lambda w: _news(w, audience="members"),
    ("news", "for a kind of organisation, not the other's"): lambda w: _news(
        w, audience="chosen", countries=",AT,"
    ),
    ("news", "draft"): lambda w: _news(w, state="draft", published=None),
    ("evidence", "public"): lambda w: _evidence_of_exchange(w, public=True),
    ("evidence", "of an exchange that is not public"): lambda w: _evidence_of_exchange(
        w, public=False
    ),
    ("evidence", "of an interest"): lambda w: _evidence_of_interest(w, agreed=False),
    ("evidence", "of a cooperation stated by both"): lambda w: _evidence_of_interest(
        w, agreed=True
    ),
    ("evidence", "what moved since a day"): lambda w: (reverse("journey_changes"), ""),
    **_agreements(),
    **MISSION_VIEWS,
    **MEETING_VIEWS,
}
