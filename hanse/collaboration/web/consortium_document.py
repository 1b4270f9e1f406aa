"""The profile and the strategy of a consortium as PDF: tagged for PDF/UA-1, set by Typst."""

import json
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import typst
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanse.collaboration.web.views.consortia import Profile
from hanse.collaboration.web.views.strategies import StrategyPage
from hanse.excellence.web.issuing import typefaces
from hanse.foundation.web.figures import shaped

_SOURCE: Final = Path(__file__).resolve().parent / "documents" / "consortium.typ"


def profile_pdf(page: Profile, on: date) -> bytes:
    """The profile of a consortium, in the reader's language."""
    consortium = page.frame.consortium
    facts = [
        (_("State"), consortium.get_state_display()),
        (_("Begins"), date_format(consortium.begins) if consortium.begins else ""),
        (_("Ends"), date_format(consortium.ends) if consortium.ends else ""),
        (_("Countries"), ", ".join(page.countries)),
        *((label, ", ".join(names)) for label, names in page.codes),
        (_("Call"), page.call_title),
        (_("Source"), consortium.source),
    ]
    rows = [
        [
            each.organisation.name,
            each.organisation.country_name,
            " · ".join(filter(None, [str(each.get_role_display()), each.function])),
        ]
        for each in page.members
    ]
    sections = [
        _text(_("Objectives"), consortium.objectives),
        _rows(_("Members"), [_("Organisation"), _("Country"), _("Function")], rows),
        _text(_("Previous initiatives"), consortium.previous),
        _rows(
            _("Small and medium-sized firms reached"),
            [_("Year"), _("SMEs reached")],
            [[str(each.year), shaped(each.smes, "count")] for each in page.reach],
        ),
    ]
    return _made(
        {
            "kicker": _("Consortium"),
            "title": consortium.name,
            "lead": consortium.title,
            "facts": [[label, str(value)] for label, value in facts if value],
            "sections": [each for each in sections if each["text"] or each["rows"]],
        },
        fictitious=consortium.fictitious,
        on=on,
    )


def strategy_pdf(page: StrategyPage, on: date) -> bytes:
    """A version of the strategy, in the reader's language."""
    version, consortium = page.version, page.frame.consortium
    facts = [
        (_("Version"), str(version.number)),
        (_("State"), version.get_state_display()),
        (_("Approved by all"), date_format(version.approved) if version.approved else ""),
        (
            _("Approved by"),
            ", ".join(each.organisation.name for each in page.approvals if each.given),
        ),
    ]
    sections = [
        {"title": box.title, "text": box.text, "heads": box.heads, "rows": box.rows}
        for box in page.boxes
    ]
    return _made(
        {
            "kicker": _("Joint internationalisation strategy"),
            "title": consortium.name,
            "lead": consortium.title,
            "facts": [[label, str(value)] for label, value in facts if value],
            "sections": sections,
        },
        fictitious=consortium.fictitious,
        on=on,
    )


def _made(content: dict[str, Any], *, fictitious: bool, on: date) -> bytes:
    data = {
        **content,
        "language": (get_language() or "en").split("-")[0],
        "publisher": settings.PUBLISHER,
        "nothing": _("Nothing is written yet."),
        "day": date_format(on),
        "notice": _("Fictitious organisations, made up to show how the site works.")
        if fictitious
        else "",
        "date": [on.year, on.month, on.day],
    }
    moment = datetime.combine(on, time(), tzinfo=UTC)
    return _set(json.dumps(data, ensure_ascii=False, sort_keys=True), int(moment.timestamp()))


@lru_cache(maxsize=16)
def _set(data: str, timestamp: int) -> bytes:
    made = typst.compile(
        _SOURCE.read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"data": data},
        pdf_standards=["ua-1"],
        # The day alone, so that the same document has the same bytes all day.
        timestamp=timestamp,
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst made several documents of one.")
    return made


@cache
def _fonts() -> typst.Fonts:
    """The typeface of the site where it has been made, with those that Typst brings."""
    folder = typefaces()
    return typst.Fonts(include_system_fonts=False, font_paths=[folder] if folder else [])


def _text(title: str, text: str) -> dict[str, Any]:
    return {"title": title, "text": text, "heads": [], "rows": []}


def _rows(title: str, heads: list[str], rows: list[list[str]]) -> dict[str, Any]:
    return {"title": title, "text": "", "heads": heads, "rows": rows}
