"""The page of one label: how it stands, its history, and its badge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hanse.excellence.register.chain import Entry
from hanse.excellence.register.records import Record, Standing
from hanse.excellence.web.models.credentials import Credential
from hanse.excellence.web.models.labels import Label
from hanse.excellence.web.models.register import EVENT_CHOICES
from hanse.excellence.web.publishing import today
from hanse.excellence.web.register_now import field_name, level_name, register, scheme_title
from hanse.excellence.web.standing import STANDING_TONES, STANDING_WORDS
from hanse.foundation.web.countries import country_names

_EVENTS = dict(EVENT_CHOICES)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the history, in words. reason: "" for none."""

    entry: Entry
    event: str
    reason: str


@dataclass(frozen=True, slots=True)
class LabelPage:
    """What the page shows.

    before, after: labels of the same holder that this one renews, and that renew it. badge: the
    signed badge that stands; None without one. embed: what a holder puts on a page.
    """

    record: Record
    level: str
    scheme: str
    field: str
    country: str
    standing: Standing
    standing_words: str
    tone: str
    today: date
    lines: Sequence[Line]
    before: Record | None
    after: Record | None
    organisation: str
    badge: Credential | None
    picture: str
    embed: str


@require_safe
def register_label(request: HttpRequest, number: str) -> HttpResponse:
    """One label with all that ever happened to it."""
    found = register()
    record = found.records.get(number)
    if record is None:
        raise Http404(_("There is no label %(number)s in the register.") % {"number": number[:40]})
    label = Label.objects.select_related("organisation").get(number=number)
    language, day = get_language() or "en", today()
    standing = record.standing(day)
    picture = reverse("label_badge", args=[number])
    level = level_name(record.scheme, record.version, record.level, language)
    page = LabelPage(
        record=record,
        level=level,
        scheme=scheme_title(record.scheme, record.version, language),
        field=field_name(record.field, language),
        country=country_names().get(record.country, record.country),
        standing=standing,
        standing_words=str(STANDING_WORDS[standing]),
        tone=STANDING_TONES[standing],
        today=day,
        lines=[
            Line(each, str(_EVENTS[each.event.value]), str(each.facts.get("reason", "")))
            for each in record.entries
        ],
        before=found.records.get(record.renews),
        after=next((each for each in found.records.values() if each.renews == number), None),
        organisation="" if label.organisation.withdrawn else label.organisation.get_absolute_url(),
        badge=Credential.objects.standing().filter(label=label).order_by("-issued", "-pk").first(),
        picture=picture,
        embed=(
            f'<a href="{settings.ORIGIN}{request.path}"><img src="{settings.ORIGIN}{picture}" '
            f'width="440" height="132" alt="{_embed_words(record, level)}"></a>'
        ),
    )
    return render(request, "excellence/register_label.html", {"page": page})


def _embed_words(record: Record, level: str) -> str:
    said = _("%(level)s label of %(holder)s") % {"level": level, "holder": record.holder}
    return said.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
