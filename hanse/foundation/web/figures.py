"""Numbers and days as the reader's language writes them."""

from datetime import date
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from django.utils.formats import date_format, get_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

_ISO_DAY: Final = 10

Kind = Literal["count", "decimal", "percent", "money", "rank", "year", "text", "stars"]

_MINUS: Final = "\N{MINUS SIGN}"


class Writing(NamedTuple):
    """How a language writes numbers. signs: what stands for the comma, the point and the dash."""

    signs: dict[int, str]
    percent: str
    money: str


def shaped(value: float | None, kind: Kind = "decimal", *, decimals: int | None = None) -> str:
    """`value` in the active language; "" for none.

    count, rank: whole numbers, in groups of three. percent: of a share, so 0.05 gives 5.0 %.
    money: euro. year: without groups. decimals: how many to write, 1 or 2 where not said.
    """
    return written(value, kind, decimals, writing_now())


def writing_now() -> Writing:
    """How the active language writes: looked up once for the many figures of a table."""
    return _writing(get_language())


def written(value: float | None, kind: Kind, decimals: int | None, writing: Writing) -> str:
    """As `shaped`, in the language that `writing` is of."""
    if value is None:
        return ""
    places = {"percent": 1, "decimal": 2}.get(kind, 0) if decimals is None else decimals
    number = value * 100 if kind == "percent" else value
    # Rounded first, so that what is left of a small negative number is 0 and not -0.
    plain = f"{round(number, places) + 0.0:{'' if kind == 'year' else ','}.{places}f}"
    text = plain.translate(writing.signs)
    if kind == "percent":
        return writing.percent % {"number": text}
    if kind == "money":
        return writing.money % {"number": text}
    return text


def day(text: str) -> str:
    """A day that begins with YYYY-MM-DD in the active language; other text as it is."""
    try:
        return date_format(date.fromisoformat(text[:_ISO_DAY]))
    except ValueError:
        return text


@lru_cache(maxsize=64)
def _writing(language: str | None) -> Writing:
    """The writing of a language, looked up once: a page has a thousand figures."""
    signs = {
        ",": get_format("THOUSAND_SEPARATOR", language),
        ".": get_format("DECIMAL_SEPARATOR", language),
        "-": _MINUS,
    }
    return Writing(
        {ord(sign): written for sign, written in signs.items()}, _("%(number)s%%"), _("€%(number)s")
    )
