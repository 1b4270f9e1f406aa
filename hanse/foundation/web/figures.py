"""Numbers and days as the reader's language writes them."""

from datetime import date
from typing import Final, Literal

from django.utils import numberformat
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _

_ISO_DAY: Final = 10

Kind = Literal["count", "decimal", "percent", "money", "rank", "year", "text", "stars"]

_MINUS: Final = "\N{MINUS SIGN}"


def shaped(value: float | None, kind: Kind = "decimal", *, decimals: int | None = None) -> str:
    """`value` in the active language; "" for none.

    count, rank: whole numbers, in groups of three. percent: of a share, so 0.05 gives 5.0 %.
    money: euro. year: without groups. decimals: how many to write, 1 or 2 where not said.
    """
    if value is None:
        return ""
    places = {"percent": 1, "decimal": 2}.get(kind, 0) if decimals is None else decimals
    number = value * 100 if kind == "percent" else value
    text = numberformat.format(
        round(number, places) + 0.0,
        get_format("DECIMAL_SEPARATOR"),
        places,
        grouping=0 if kind == "year" else 3,
        thousand_sep=get_format("THOUSAND_SEPARATOR"),
        force_grouping=kind != "year",
        use_l10n=False,
    ).replace("-", _MINUS)
    if kind == "percent":
        return _("%(number)s%%") % {"number": text}
    if kind == "money":
        return _("€%(number)s") % {"number": text}
    return text


def day(text: str) -> str:
    """A day that begins with YYYY-MM-DD in the active language; other text as it is."""
    try:
        return date_format(date.fromisoformat(text[:_ISO_DAY]))
    except ValueError:
        return text
