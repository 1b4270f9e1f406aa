"""Agreements that everybody may see, as lists, files and the API tell them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext

from hanse.collaboration.agreements.partial_dates import PartialDate
from hanse.collaboration.agreements.states import KIND_WORDS, STATE_WORDS, Kind, State
from hanse.collaboration.web.models.agreement_files import RecordedMission
from hanse.collaboration.web.models.agreements import (
    Agreement,
    AgreementExtension,
    AgreementParty,
    AgreementQuerySet,
)

UNSAID: Final = "unsaid"
"""What stands for a state that the source does not say."""

TONES: Final = {
    State.ENVISAGED: "neutral",
    State.IN_NEGOTIATION: "info",
    State.SIGNED: "info",
    State.IN_FORCE: "good",
    State.EXTENDED: "good",
    State.EXPIRED: "neutral",
    State.TERMINATED: "bad",
}

COLUMNS: Final = (
    "agreement", "title", "kind", "state", "parties", "countries", "signed_on", "in_force_on",
    "extended_on", "ends_on", "place", "on_record", "fictitious", "source", "source_address",
    "page",
)  # fmt: skip
"""Columns of files, in order."""
MISSION_COLUMNS: Final = (
    "mission", "title", "status", "place", "country", "begins", "ends", "theme", "agreement",
    "figures", "source", "source_address",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """An agreement of a list. parties: names; sides: how a source calls sides it does not name."""

    number: int
    slug: str
    title: str
    kind: Kind
    state: State | None
    parties: tuple[tuple[str, str], ...]
    sides: tuple[str, ...]
    countries: tuple[str, ...]
    signed_on: PartialDate | None
    in_force_on: PartialDate | None
    ends_on: PartialDate | None
    extended_on: tuple[PartialDate, ...]
    place: str
    on_record: bool
    fictitious: bool
    source: str
    source_address: str

    @property
    def years(self) -> frozenset[int]:
        """Years that a known date of it lies in."""
        dates = (self.signed_on, self.in_force_on, self.ends_on, *self.extended_on)
        return frozenset(each.year for each in dates if each is not None)

    @property
    def names(self) -> tuple[str, ...]:
        """All parties by name, and sides in words."""
        return (*(name for _slug, name in self.parties), *self.sides)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which agreements. state: a code, or `UNSAID`; partner: the slug of an organisation."""

    words: str = ""
    state: str = ""
    country: str = ""
    partner: str = ""
    year: int | None = None


def lines(agreements: AgreementQuerySet) -> list[Line]:
    """`agreements` as lines, by title."""
    # SQLite refuses to look thousands of organisations up by themselves.
    parties = Prefetch("parties", AgreementParty.objects.select_related("organisation"))
    found = agreements.prefetch_related(parties, "extensions")
    return [_line(each) for each in found]


def public_lines() -> list[Line]:
    """All that everybody may see."""
    return lines(Agreement.objects.public())


def chosen(found: Iterable[Line], wanted: Wanted) -> list[Line]:
    """Those that are wanted, in their order."""
    words = wanted.words.casefold().strip()
    return [
        each
        for each in found
        if (not words or any(words in text.casefold() for text in (each.title, *each.names)))
        and (not wanted.state or wanted.state == (each.state.value if each.state else UNSAID))
        and (not wanted.country or wanted.country in each.countries)
        and (not wanted.partner or wanted.partner in {slug for slug, _name in each.parties})
        and (wanted.year is None or wanted.year in each.years)
    ]


def line_row(line: Line) -> dict[str, Any]:
    """A line with the columns `COLUMNS`; codes and dates as they are kept, names in English."""
    return {
        "agreement": line.slug,
        "title": line.title,
        "kind": line.kind.value,
        "state": line.state.value if line.state else None,
        "parties": list(line.names),
        "countries": list(line.countries),
        "signed_on": _text(line.signed_on),
        "in_force_on": _text(line.in_force_on),
        "extended_on": [str(each) for each in line.extended_on],
        "ends_on": _text(line.ends_on),
        "place": line.place,
        "on_record": line.on_record,
        "fictitious": line.fictitious,
        "source": line.source,
        "source_address": line.source_address,
        "page": f"{settings.ORIGIN}/collaboration/agreements/{line.slug}/",
    }


def mission_row(mission: RecordedMission) -> dict[str, Any]:
    """A mission with the columns `MISSION_COLUMNS`."""
    return {
        "mission": mission.key,
        "title": mission.title,
        "status": "held" if mission.held else "planned",
        "place": mission.place,
        "country": mission.country or None,
        "begins": _text(mission.begins),
        "ends": _text(mission.ends),
        "theme": mission.theme,
        "agreement": mission.agreement.slug if mission.agreement else None,
        "figures": [
            f"{each['what']} {each['bound'] + ' ' if each['bound'] else ''}{each['number']}"
            for each in mission.figures
        ],
        "source": mission.source,
        "source_address": mission.source_address,
    }


def state_words(state: State | None) -> str:
    """A state in the reader's language."""
    return gettext(STATE_WORDS[state]) if state else gettext("not said by the source")


def kind_words(kind: Kind) -> str:
    """A kind in the reader's language."""
    return gettext(KIND_WORDS[kind])


def countries_of(found: Sequence[Line]) -> list[str]:
    """Codes of all countries, each once, sorted."""
    return sorted({code for each in found for code in each.countries})


def _line(agreement: Agreement) -> Line:
    parties = [each.organisation for each in agreement.parties.all()]
    countries = dict.fromkeys([*(each.country for each in parties), *agreement.countries])
    return Line(
        number=agreement.pk,
        slug=agreement.slug,
        title=agreement.title,
        kind=Kind(agreement.kind),
        state=agreement.where,
        parties=tuple((each.slug, each.name) for each in parties),
        sides=tuple(filter(None, (agreement.european_side, agreement.other_side))),
        countries=tuple(countries),
        signed_on=agreement.signed_on,
        in_force_on=agreement.in_force_on,
        ends_on=agreement.ends_on,
        extended_on=tuple(
            each.agreed_on
            for each in agreement.extensions.all()
            if each.standing == AgreementExtension.Standing.AGREED and each.agreed_on
        ),
        place=agreement.place,
        on_record=agreement.is_on_record,
        fictitious=agreement.fictitious,
        source=agreement.source,
        source_address=agreement.source_address,
    )


def _text(day: PartialDate | None) -> str | None:
    return str(day) if day else None
