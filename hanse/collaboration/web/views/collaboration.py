"""The page Collaboration opens with: from finding each other to working together."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from hanse.collaboration.web.models.agreements import Agreement
from hanse.collaboration.web.models.consortia import Consortium
from hanse.collaboration.web.models.missions import Mission
from hanse.collaboration.web.models.news import NewsItem
from hanse.collaboration.web.models.offers import Offer
from hanse.collaboration.web.models.profiles import Profile
from hanse.collaboration.web.search_documents import listed_organisations
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the way: what it is, how much of it there is to see, and the pages for it."""

    title: str | Promise
    text: str | Promise
    count: int
    unit: str | Promise
    icon: str
    ways: tuple[tuple[str | Promise, str], ...]


@dataclass(frozen=True, slots=True)
class Pillar:
    """The page. own: organisations of the reader. listed: those with an entry to read or write."""

    stages: list[Stage]
    own: list[Organisation]
    listed: set[int]


@require_GET
def collaboration(request: HttpRequest) -> HttpResponse:
    """What Collaboration is for, and where to go."""
    reader = request.user
    own, listed = _own(reader) if isinstance(reader, User) else ([], set())
    page = Pillar(_stages(reader), own, listed)
    return render(request, "collaboration/collaboration.html", {"page": page})


def _own(reader: User) -> tuple[list[Organisation], set[int]]:
    own = Organisation.objects.of(reader)
    entries = Profile.objects.visible_to(reader).filter(organisation__in=own)
    editable = Organisation.objects.editable_by(reader)
    return list(own), {
        *entries.values_list("organisation", flat=True),
        *editable.values_list("pk", flat=True),
    }


def _stages(reader: Somebody) -> list[Stage]:
    drafts = Profile.objects.visible_to(reader).filter(published=False)
    entries = Organisation.objects.filter(
        Q(pk__in=listed_organisations()) | Q(pk__in=drafts.values("organisation"))
    ).count()
    offers = Offer.objects.published().count()
    missions = Mission.objects.visible_to(reader).count()
    agreements = Agreement.objects.visible_to(reader).count()
    consortia = Consortium.objects.visible_to(reader).count()
    news = NewsItem.objects.visible_to(reader).count()
    return [
        Stage(
            _("Directory"),
            _(
                "Cluster organisations, firms, research and public bodies, and partners in third "
                "countries: what they do, whom they look for, and when they last said so."
            ),
            entries,
            ngettext("entry to read", "entries to read", entries),
            "users",
            (
                (_("Search the directory"), reverse("directory")),
                (_("For firms: who serves my industry here?"), reverse("for_firms")),
            ),
        ),
        Stage(
            _("Partner search"),
            _(
                "Offers and needs, looked at by the programme before they are published; partners "
                "proposed with the reasons for each."
            ),
            offers,
            ngettext("offer or need published", "offers and needs published", offers),
            "search",
            ((_("Offers and needs"), reverse("offers")),),
        ),
        Stage(
            _("Missions"),
            _(
                "Journeys to a host country with meetings arranged in advance: from the call to "
                "the timetable, and what came of it after a year."
            ),
            missions,
            ngettext("mission to read", "missions to read", missions),
            "calendar",
            (
                (_("Missions"), reverse("missions")),
                (_("Missions on record"), reverse("missions_on_record")),
            ),
        ),
        Stage(
            _("Agreements"),
            _(
                "Memoranda of understanding from the first talk to their end: parties, "
                "obligations, what was done under them."
            ),
            agreements,
            ngettext("agreement to read", "agreements to read", agreements),
            "file-text",
            ((_("Agreements"), reverse("agreements")),),
        ),
        Stage(
            _("Consortia"),
            _(
                "Partners who go to a third country together: their strategy, their milestones, "
                "and the rules of the calls they answer."
            ),
            consortia,
            ngettext("consortium to read", "consortia to read", consortia),
            "handshake",
            ((_("Consortia"), reverse("consortia")),),
        ),
        Stage(
            _("Journey"),
            _(
                "From networking to cooperation to strategic partnership: what the records show, "
                "never what somebody claims."
            ),
            news,
            ngettext("item of news, call or event", "news, calls and events", news),
            "chart-line",
            (
                (_("The journey"), reverse("journey")),
                (_("The network"), reverse("network")),
                (_("Exchanges between clusters"), reverse("exchanges")),
                (_("News, calls and events"), reverse("news")),
            ),
        ),
    ]
