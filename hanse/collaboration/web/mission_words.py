"""When missions were, and how many took part, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hanse.collaboration.agreements.partial_dates import PartialDate
from hanse.collaboration.web.partial_date_field import in_words


def span_in_words(begins: PartialDate | None, ends: PartialDate | None) -> str:
    """From when to when; one day alone where it is the same."""
    if begins is None or ends is None or begins == ends:
        return in_words(begins or ends)
    return f"{in_words(begins)} \N{EN DASH} {in_words(ends)}"


def figures_in_words(figures: Sequence[Mapping[str, Any]]) -> str:
    """How many of what, each with its bound."""
    return ", ".join(_figure(each) for each in figures)


def _figure(figure: Mapping[str, Any]) -> str:
    number, what = int(figure["number"]), figure["what"]
    words = {
        "clusters": ngettext("%(number)s cluster", "%(number)s clusters", number),
        "clusters_europe": ngettext(
            "%(number)s cluster from Europe", "%(number)s clusters from Europe", number
        ),
        "clusters_elsewhere": ngettext(
            "%(number)s cluster from elsewhere", "%(number)s clusters from elsewhere", number
        ),
        "organisations": ngettext("%(number)s organisation", "%(number)s organisations", number),
        "meetings": ngettext("%(number)s meeting", "%(number)s meetings", number),
    }[what] % {"number": number}
    if figure.get("bound") == "at_least":
        return _("at least %(figure)s") % {"figure": words}
    if figure.get("bound") == "about":
        return _("about %(figure)s") % {"figure": words}
    return words
