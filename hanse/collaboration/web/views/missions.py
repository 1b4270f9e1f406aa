"""The list of missions, and the page of each."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hanse.collaboration.missions.states import State
from hanse.collaboration.web.forms.missions import MissionFilterForm
from hanse.collaboration.web.mission_pages import MissionFrame, mission_frame, visible_mission
from hanse.collaboration.web.mission_permits import mission_steps
from hanse.collaboration.web.mission_words import STATE_TONES, STEP_WORDS
from hanse.collaboration.web.models.consortia import edited_by
from hanse.collaboration.web.models.missions import Mission, MissionPartner
from hanse.collaboration.web.offer_words import category_names

_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class MissionCard:
    """A mission in a list. opens: whether organisations may apply today."""

    mission: Mission
    tone: str
    sectors: list[str]
    opens: bool


@dataclass(frozen=True, slots=True)
class MissionListing:
    """The page of all missions. own: those of the reader's organisations."""

    form: MissionFilterForm
    page: Page[Mission]
    cards: list[MissionCard]
    own: list[MissionCard]
    may_create: bool
    filtered: bool
    words: str


@dataclass(frozen=True, slots=True)
class MissionPage:
    """The page of one mission: what everybody sees, and what the reader may do."""

    frame: MissionFrame
    sectors: list[str]
    partners: list[MissionPartner]
    steps: list[tuple[str, str]]
    taking_part: int


@require_GET
def missions(request: HttpRequest) -> HttpResponse:
    """Missions whose call was opened, and those of one's own organisations."""
    seen = Mission.objects.visible_to(request.user)
    form = MissionFilterForm(seen.order_by().values_list("host_country", "sectors"), request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = seen.select_related("organiser").annotate(
        taking_part=Count(
            "participants",
            filter=Q(participants__confirmed__isnull=False, participants__withdrawn__isnull=True),
        )
    )
    if wanted.get("state"):
        found = found.filter(state=wanted["state"])
    if wanted.get("country"):
        found = found.filter(host_country=wanted["country"])
    if wanted.get("sector"):
        # A list in JSON: its codes stand in quotation marks.
        found = found.filter(sectors__icontains=f'"{wanted["sector"]}"')
    found = found.order_by("-begins", "title", "pk")
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    signed_in = request.user.is_authenticated
    mine = edited_by(request.user)
    own = (
        found.filter(
            Q(organiser__in=mine)
            | Q(pk__in=Mission.objects.filter(participants__organisation__in=mine).values("pk"))
        )
        if signed_in
        else Mission.objects.none()
    )
    words = request.GET.copy()
    words.pop("page", None)
    listing = MissionListing(
        form,
        page,
        [_card(each) for each in page],
        [_card(each) for each in own],
        signed_in and mine.exists(),
        any(wanted.values()),
        words.urlencode(),
    )
    return render(request, "collaboration/missions.html", {"listing": listing})


@require_GET
def mission(request: HttpRequest, slug: str) -> HttpResponse:
    """One mission: what it is about, when and where, who runs it."""
    found = visible_mission(request.user, slug)
    frame = mission_frame(request.user, found, "mission")
    steps = mission_steps(found, frame.at)
    page = MissionPage(
        frame,
        sector_names(found.sectors),
        list(found.partners.select_related("organisation")),
        [(code, str(words)) for code, words in STEP_WORDS.items() if code in steps],
        found.participants.taking_part().count(),
    )
    return render(request, "collaboration/mission.html", {"page": page, "frame": frame})


def sector_names(codes: list[str]) -> list[str]:
    """Names of cluster categories, in their order."""
    names = category_names()
    return sorted(names.get(code, code) for code in codes)


def _card(each: Mission) -> MissionCard:
    return MissionCard(
        each,
        STATE_TONES[each.state],
        sector_names(each.sectors),
        each.state == State.CALL and each.takes_applications(timezone.localdate()),
    )
