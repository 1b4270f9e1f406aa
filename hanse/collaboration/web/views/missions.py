"""The list of missions, and the page of each."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hanse.collaboration.missions.cut_offs import next_cut_off
from hanse.collaboration.missions.states import FOLLOWED, Part, State
from hanse.collaboration.web.actions import mission_follows as acting
from hanse.collaboration.web.forms.missions import MissionFilterForm
from hanse.collaboration.web.mission_pages import (
    MissionFrame,
    mission_frame,
    sector_names,
    visible_mission,
)
from hanse.collaboration.web.mission_permits import APPLYING, mission_steps
from hanse.collaboration.web.mission_rows import chosen, listed
from hanse.collaboration.web.mission_words import (
    APPLICATION_TONES,
    PLACE_NAMES,
    PLACE_TONES,
    STATE_TONES,
    STEP_WORDS,
)
from hanse.collaboration.web.models.agreements import Agreement
from hanse.collaboration.web.models.consortia import edited_by
from hanse.collaboration.web.models.mission_applications import MissionApplication
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.missions import Mission, MissionFollow, MissionPartner
from hanse.foundation.web.attempts import attempt
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User

_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class MissionCard:
    """A mission in a list. opens: whether organisations may apply today.

    next_cut_off: where there is one before the last day.
    """

    mission: Mission
    tone: str
    sectors: list[str]
    opens: bool
    next_cut_off: date | None


@dataclass(frozen=True, slots=True)
class MissionListing:
    """The page of all missions. own: those of the reader's organisations, and followed ones."""

    form: MissionFilterForm
    page: Page[Mission]
    cards: list[MissionCard]
    own: list[MissionCard]
    may_create: bool
    filtered: bool
    words: str


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """The place of one of the reader's organisations."""

    place: MissionParticipant
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class OwnApplication:
    """The application of one of the reader's organisations."""

    application: MissionApplication
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class MissionPage:
    """The page of one mission: what everybody sees, and what the reader may do.

    places, applications: of the reader's organisations. may_apply: whether one of these may. steps:
    code and words of those the reader may take. agreement: that it belongs to, where the reader may
    see that one. next_cut_off: as in a list. may_follow: who runs it has no need to.
    """

    frame: MissionFrame
    sectors: list[str]
    partners: list[MissionPartner]
    agreement: Agreement | None
    taking_part: int
    opens: bool
    next_cut_off: date | None
    places: list[OwnPlace]
    applications: list[OwnApplication]
    may_apply: bool
    steps: list[tuple[str, str]]
    may_change: bool
    may_call_off: bool
    may_follow: bool
    follows: bool


@require_GET
def missions(request: HttpRequest) -> HttpResponse:
    """Missions whose call was opened, and those of one's own organisations."""
    seen = Mission.objects.visible_to(request.user)
    form = MissionFilterForm(seen.order_by().values_list("host_country", "sectors"), request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    counted = listed(seen)
    found = chosen(counted, wanted)
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    own = _own(counted, request.user)
    words = request.GET.copy()
    words.pop("page", None)
    listing = MissionListing(
        form,
        page,
        [_card(each) for each in page],
        [_card(each) for each in own],
        edited_by(request.user).exists() if request.user.is_authenticated else False,
        any(wanted.values()),
        words.urlencode(),
    )
    return render(request, "collaboration/missions.html", {"listing": listing})


@require_GET
def mission(request: HttpRequest, slug: str) -> HttpResponse:
    """One mission: what it is about, when and where, who runs it, and what one may do."""
    found = visible_mission(request.user, slug)
    frame = mission_frame(request.user, found, "mission")
    steps = mission_steps(found, frame.at)
    opens = found.takes_applications(timezone.localdate())
    applications = (
        list(
            found.applications.filter(organisation__in=edited_by(request.user))
            .select_related("organisation")
            .order_by("pk")
        )
        if Part.EDITOR in frame.at.parts
        else []
    )
    page = MissionPage(
        frame=frame,
        sectors=sector_names(found.sectors),
        partners=list(found.partners.select_related("organisation")),
        agreement=Agreement.objects.visible_to(request.user).filter(pk=found.agreement_id).first()
        if found.agreement_id
        else None,
        taking_part=found.participants.taking_part().count(),
        opens=opens,
        next_cut_off=cut_off_ahead(found),
        places=[
            OwnPlace(each, str(PLACE_NAMES[each.place]), PLACE_TONES[each.place])
            for each in frame.at.places
        ],
        applications=[_application(each, found) for each in applications],
        may_apply=opens
        and Part.EDITOR in frame.at.parts
        and may_apply(request.user, found).exists(),
        steps=[(code, str(words)) for code, words in STEP_WORDS.items() if code in steps],
        may_change="mission_change" in steps,
        may_call_off="mission_call_off" in steps,
        may_follow=found.state in FOLLOWED and Part.ORGANISER not in frame.at.parts,
        follows=frame.at.follows,
    )
    return render(request, "collaboration/mission.html", {"page": page, "frame": frame})


@login_required
@require_POST
def mission_follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Follow a mission, or follow it no more."""
    found = visible_mission(request.user, slug)
    if request.POST.get("follow"):
        attempt(request, _("You follow this mission."), acting.mission_follow, mission=found)
    else:
        attempt(
            request, _("You follow this mission no more."), acting.mission_unfollow, mission=found
        )
    return redirect(found)


def may_apply(person: Somebody, mission: Mission) -> QuerySet[Organisation]:
    """Organisations that `person` may apply for: of kinds that travel, and not applied yet."""
    there = mission.applications.exclude(state="withdrawn").values("organisation")
    return (
        edited_by(person)
        .filter(kind__in=APPLYING)
        .exclude(pk=mission.organiser_id)
        .exclude(pk__in=there)
    )


def told_state(application: MissionApplication, mission: Mission) -> str:
    """The state that applicants are told: what is decided in review is said after it."""
    if mission.state in {State.CALL, State.REVIEW} and application.decided and not application.told:
        return "submitted"
    return application.state


def _application(application: MissionApplication, mission: Mission) -> OwnApplication:
    state = told_state(application, mission)
    shown = MissionApplication(state=state)
    return OwnApplication(application, str(shown.get_state_display()), APPLICATION_TONES[state])


def _own(missions: QuerySet[Mission], person: Somebody) -> QuerySet[Mission]:
    if not isinstance(person, User):
        return missions.none()
    mine = edited_by(person)
    places = MissionParticipant.objects.standing().filter(organisation__in=mine)
    applied = MissionApplication.objects.filter(organisation__in=mine)
    return missions.filter(
        Q(organiser__in=mine)
        | Q(pk__in=places.values("mission"))
        | Q(pk__in=applied.values("mission"))
        | Q(pk__in=MissionFollow.objects.filter(person=person).values("mission"))
    )


def _card(each: Mission) -> MissionCard:
    return MissionCard(
        each,
        STATE_TONES[each.state],
        sector_names(each.sectors),
        each.takes_applications(timezone.localdate()),
        cut_off_ahead(each),
    )


def cut_off_ahead(mission: Mission) -> date | None:
    """The next cut-off date of a call that is open, where it is not its last day; else None."""
    on = timezone.localdate()
    following = next_cut_off(mission.cut_off_days, on)
    return following if mission.takes_applications(on) and following != mission.closes else None
