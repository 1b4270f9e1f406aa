"""Documents of Collaboration as PDF: tagged for PDF/UA-1, set by Typst in the site's typeface."""

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

from hanse.excellence.web.issuing import typefaces

_FOLDER: Final = Path(__file__).resolve().parent / "documents"


def sections_pdf(content: dict[str, Any], *, fictitious: bool, on: date) -> bytes:
    """A document of facts and sections, set by `consortium.typ`.

    content: kicker, title, lead, facts (label and words), and sections made by `text_section` and
    `rows_section`.
    """
    return typeset("consortium.typ", content, fictitious=fictitious, on=on)


def typeset(source: str, content: dict[str, Any], *, fictitious: bool, on: date) -> bytes:
    """A document set by a file of `documents`, which reads `content` as JSON in `sys.inputs.data`.

    Added to it are language, publisher, day, date, nothing (said of an empty section) and notice
    (said of fictitious organisations, else "").
    """
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
    words = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return _set(source, words, int(moment.timestamp()))


def text_section(title: str, text: str) -> dict[str, Any]:
    """A section of text."""
    return {"title": title, "text": text, "heads": [], "rows": []}


def rows_section(title: str, heads: list[str], rows: list[list[str]]) -> dict[str, Any]:
    """A section with a table."""
    return {"title": title, "text": "", "heads": heads, "rows": rows}


@lru_cache(maxsize=16)
def _set(source: str, data: str, timestamp: int) -> bytes:
    made = typst.compile(
        (_FOLDER / source).read_bytes(),
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
