"""What reports and statistics say in words: groups, figures, lights, changes, outcomes."""

from collections.abc import Mapping
from typing import Final

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, to_locale
from django.utils.translation import gettext as _

from hanse.excellence.benchmark.content import Change, Line
from hanse.excellence.benchmark.indicators import Comparison, Form, Indicator
from hanse.excellence.benchmark.lights import Light
from hanse.excellence.benchmark.macro_regions import macro_regions
from hanse.excellence.benchmark.peers import Band, Group
from hanse.excellence.benchmark.release import Outcome
from hanse.excellence.criteria.questionnaire import questionnaire
from hanse.foundation.geography import countries
from hanse.foundation.web.figures import Kind, shaped

LIGHTS: Final[Mapping[Light, str | Promise]] = {
    "green": gettext_lazy("above the peers"),
    "yellow": gettext_lazy("among the peers"),
    "red": gettext_lazy("below the peers"),
}
TONES: Final[Mapping[Light, str]] = {"green": "good", "yellow": "warn", "red": "bad"}
_CHANGES: Final[Mapping[Change, str | Promise]] = {
    "better": gettext_lazy("better"),
    "worse": gettext_lazy("worse"),
    "same": gettext_lazy("the same"),
    "changed": gettext_lazy("changed"),
    "new": gettext_lazy("new"),
}
_OUTCOMES: Final[Mapping[Outcome, str | Promise]] = {
    "shown": gettext_lazy("shown"),
    "too_few": gettext_lazy("too few participants"),
    "protected": gettext_lazy("not shown, so that nobody's answer can be deduced"),
}
_MACRO_REGIONS: Final[Mapping[str, str | Promise]] = {
    "northern_europe": gettext_lazy("Northern Europe"),
    "western_europe": gettext_lazy("Western Europe"),
    "southern_europe": gettext_lazy("Southern Europe"),
    "eastern_europe": gettext_lazy("Eastern Europe"),
    "western_asia": gettext_lazy("Western Asia"),
    "central_asia": gettext_lazy("Central Asia"),
    "eastern_asia": gettext_lazy("Eastern Asia"),
    "southern_asia": gettext_lazy("Southern Asia"),
    "south_eastern_asia": gettext_lazy("South-eastern Asia"),
    "northern_africa": gettext_lazy("Northern Africa"),
    "sub_saharan_africa": gettext_lazy("Sub-Saharan Africa"),
    "northern_america": gettext_lazy("Northern America"),
    "latin_america_caribbean": gettext_lazy("Latin America and the Caribbean"),
    "australia_new_zealand": gettext_lazy("Australia and New Zealand"),
    "melanesia": gettext_lazy("Melanesia"),
    "micronesia": gettext_lazy("Micronesia"),
    "polynesia": gettext_lazy("Polynesia"),
}
_KINDS: Final[Mapping[Form, tuple[Kind, int]]] = {
    "number": ("decimal", 0),
    "money": ("money", 0),
    "share": ("percent", 0),
    "grade": ("decimal", 0),
    "yes_no": ("percent", 0),
}


def language() -> str:
    """The reader's language in two letters, as questionnaires know it."""
    return (get_language() or "en").split("-")[0]


def country_name(code: str) -> str:
    """A country in the reader's language; the code where it has no name."""
    home = countries().get(code)
    iso = home.iso if home else code
    reader = Locale.parse(to_locale(get_language() or "en"))
    return str(reader.territories.get(iso, code))


def macro_region_name(code: str) -> str:
    """A macro-region in the reader's language."""
    known = _MACRO_REGIONS.get(code)
    return str(known) if known else macro_regions()[code].name


def group_words(group: Group, comparison: Comparison) -> str:
    """A peer group in words: what its members share, or that it is everybody."""
    if not group.traits:
        return _("All participants")
    return ", ".join(trait_words(trait, value, comparison) for trait, value in group.traits)


def trait_words(trait: str, value: str, comparison: Comparison) -> str:
    """One trait in words."""
    if trait == "field":
        options = questionnaire(comparison.version).question("field").wording(language()).options
        return options.get(value, value)
    if trait == "country":
        return country_name(value)
    if trait == "macro_region":
        return macro_region_name(value)
    bands = comparison.ages if trait == "age" else comparison.sizes
    band = next((each for each in bands if each.code == value), Band(value))
    return _age_words(band) if trait == "age" else _size_words(band)


def _age_words(band: Band) -> str:
    if band.low is None:
        return _("younger than %(high)d years") % {"high": band.high or 0}
    if band.high is None:
        return _("%(low)d years or older") % {"low": band.low}
    return _("%(low)d to %(high)d years old") % {"low": band.low, "high": band.high - 1}


def _size_words(band: Band) -> str:
    if band.low is None:
        return _("fewer than %(high)d members") % {"high": band.high or 0}
    if band.high is None:
        return _("%(low)d members or more") % {"low": band.low}
    return _("%(low)d to %(high)d members") % {"low": band.low, "high": band.high - 1}


def figure_words(indicator: Indicator, value: float | None, *, mean: bool = False) -> str:
    """A figure as the reader's language writes it; "" for none.

    mean: of a group, which has a decimal where whole answers have none, and is a share of those
    who said yes.
    """
    if value is None:
        return ""
    if indicator.form == "yes_no" and not mean:
        return _("yes") if value else _("no")
    kind, decimals = _KINDS[indicator.form]
    if indicator.form in ("number", "grade"):
        decimals = 1 if indicator.step < 1 or value != round(value) else 0
        if indicator.form == "grade" and not mean and indicator.grades:
            return _grade_words(indicator, value)
    return shaped(value, kind, decimals=decimals)


def _grade_words(indicator: Indicator, value: float) -> str:
    return _("grade %(grade)s of %(most)s") % {
        "grade": shaped(value, "count"),
        "most": len(indicator.grades) - 1,
    }


def unit_words(indicator: Indicator, comparison: Comparison) -> str:
    """The unit of an indicator, "" for none."""
    return questionnaire(comparison.version).unit_name(indicator.unit, language())


def light_words(light: Light | None) -> str:
    """A light in words; "" for none."""
    return str(LIGHTS[light]) if light else ""


def change_words(change: Change | None) -> str:
    """A change since last time in words; "" for none."""
    return str(_CHANGES[change]) if change else ""


def outcome_words(outcome: Outcome) -> str:
    """What became of a peer group."""
    return str(_OUTCOMES[outcome])


def peers_words(line: Line) -> str:
    """The middle of the peers: median and middle half, or the mean where those cannot be shown."""
    peers, indicator = line.peers, line.indicator
    if peers is None:
        return ""
    if peers.median is None:
        text = _("%(share)s said yes") if indicator.form == "yes_no" else _("mean %(share)s")
        return text % {"share": figure_words(indicator, peers.mean, mean=True)}
    median = figure_words(indicator, peers.median, mean=True)
    if peers.lower_quartile is None or peers.upper_quartile is None:
        return _("median %(median)s") % {"median": median}
    return _("median %(median)s, middle half %(low)s to %(high)s") % {
        "median": median,
        "low": figure_words(indicator, peers.lower_quartile, mean=True),
        "high": figure_words(indicator, peers.upper_quartile, mean=True),
    }


def widened_words(line: Line, comparison: Comparison) -> str:
    """Why a wider group than the narrowest was taken, or none; "" where nothing was widened."""
    if not line.tried:
        return ""
    groups = "; ".join(
        f"{group_words(step.group, comparison)}: {outcome_words(step.outcome)}"
        for step in line.tried
    )
    if line.group is None:
        return _("Not compared. %(groups)s.") % {"groups": groups}
    return _("A wider group was taken. %(groups)s.") % {"groups": groups}
