"""Pages on how figures and stars come about: all of them, one of them, a scheme of categories."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanse.foundation.web.tables import Cell, Column, Table
from hanse.observatory.catalogue import FROM_WORST
from hanse.observatory.methods import METHODS, Group, Method, example
from hanse.observatory.questions import holdings
from hanse.observatory.ratings.rules import RULES, Condition, Rule
from hanse.observatory.ratings.stars import REASONS
from hanse.observatory.tables import FLAGS
from hanse.observatory.warehouse import Reader
from hanse.observatory.web.formulas import formula_markup
from hanse.observatory.web.keeping import for_everyone
from hanse.observatory.web.reading import reader_for

_GROUPS: Final[tuple[tuple[Group, str | Promise, str | Promise], ...]] = (
    (
        "measure",
        gettext_lazy("Measures"),
        gettext_lazy("What statistical offices deliver, summed over the industries of a category."),
    ),
    (
        "indicator",
        gettext_lazy("Indicators of a regional cluster"),
        gettext_lazy("Computed from the measures of one category in one region and year."),
    ),
    (
        "relatedness",
        gettext_lazy("Relatedness"),
        gettext_lazy("Computed from all regions and categories of a year together."),
    ),
    (
        "rank",
        gettext_lazy("Places"),
        gettext_lazy("Where a cluster stands among those of its category and year."),
    ),
    (
        "structure",
        gettext_lazy("Structure of whole categories, regions and industries"),
        gettext_lazy("Concentration, likeness, agglomeration and the components of growth."),
    ),
)

_COMPARED: Final = {
    "at_least": gettext_lazy("%(figure)s is at least %(number)s"),
    "top_share": gettext_lazy("%(figure)s is among the top %(share)s of the category's regions"),
    "at_least_quantile": gettext_lazy(
        "%(figure)s reaches the quantile %(number)s of the category's regions"
    ),
    "above_quantile": gettext_lazy(
        "%(figure)s exceeds the quantile %(number)s of the category's regions"
    ),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A group of methods on the page of all."""

    anchor: str
    title: str | Promise
    text: str | Promise
    table: Table


@dataclass(frozen=True, slots=True)
class Test:
    """A criterion or floor of a rule in words, with the page of the figure it looks at."""

    label: str
    words: Sequence[tuple[str, str]]


@for_everyone
def methods(request: HttpRequest) -> HttpResponse:
    """All figures by group, the rules for stars, the schemes, and how blanks are dealt with."""
    reader = reader_for(request)
    sections = [
        Section(group, title, text, _group_table(group, str(title)))
        for group, title, text in _GROUPS
    ]
    return render(
        request,
        "observatory/methods/methods.html",
        {
            "reader": reader,
            "manifest": reader.manifest,
            "sections": sections,
            "ratings": _ratings_table(reader),
            "schemes": _schemes_table(reader),
            "flags": FLAGS.items(),
            "reasons": REASONS.items(),
            "worst_first": FROM_WORST,
            "trail": _trail(),
        },
    )


@for_everyone
def method(request: HttpRequest, code: str) -> HttpResponse:
    """One figure or one rule for stars. Raises `Http404` for a code that is neither."""
    reader = reader_for(request)
    if code in RULES:
        return _rule_page(request, reader, RULES[code])
    if code not in METHODS:
        raise Http404(
            _("There is no method %(code)s. The page of methods lists them all.") % {"code": code}
        )
    found = METHODS[code]
    columns = reader.manifest["tables"]["clusters"]["columns"]
    return render(
        request,
        "observatory/methods/method.html",
        {
            "reader": reader,
            "method": found,
            "formula": formula_markup(found.formula),
            "cell": formula_markup("e_ij"),
            "inputs": [(name, METHODS.get(name)) for name in found.inputs],
            "is_input": [each for each in METHODS.values() if code in each.inputs[:4]]
            if found.group == "measure"
            else [],
            "rules": [rule for rule in RULES.values() if code in rule.columns],
            "rank": METHODS.get(f"{code}_rank"),
            "ranked": METHODS.get(code.removesuffix("_rank")) if found.group == "rank" else None,
            "in_edition": code in columns,
            "api": f"{reverse('api:clusters')}?fields={code}&sort=-{code}&limit=10"
            if code in columns
            else "",
            "example": example(found),
            "trail": _trail(found.label),
        },
    )


@for_everyone
def scheme(request: HttpRequest, scheme: str) -> HttpResponse:
    """One list of categories: who decided, and the industries of each. Raises `Http404`."""
    reader = reader_for(request)
    known = {each["code"]: each for each in reader.manifest["schemes"]}
    if scheme not in known:
        raise Http404(
            _("There is no scheme %(scheme)s. There are %(known)s.")
            % {"scheme": scheme, "known": ", ".join(known)}
        )
    found = holdings.members(reader, scheme)
    return render(
        request,
        "observatory/methods/scheme.html",
        {
            "reader": reader,
            "scheme": known[scheme],
            "categories": found,
            "trail": _trail(known[scheme]["title"]),
        },
    )


def _rule_page(request: HttpRequest, reader: Reader, rule: Rule) -> HttpResponse:
    used = reader.manifest["rating"]
    return render(
        request,
        "observatory/methods/rating.html",
        {
            "reader": reader,
            "rule": rule,
            "notes": [_with_code(note) for note in rule.notes],
            "floors": _tests(rule, "", rule.floors),
            "criteria": [_tests(rule, each.label, each.conditions) for each in rule.criteria],
            "numbers": _numbers_table(rule, used if used["code"] == rule.code else {}),
            "is_used": used["code"] == rule.code,
            "open_numbers": [each for each in rule.numbers.values() if not each.confirmed],
            "trail": _trail(rule.label),
        },
    )


def _with_code(text: str) -> SafeString:
    """`text` with what stands between backticks as code."""
    parts = enumerate(text.split("`"))
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", p) if n % 2 else p,) for n, p in parts)
    )


def _tests(rule: Rule, label: str, conditions: Sequence[Condition]) -> Test:
    return Test(label, [(_words(rule, each), _address(each.column)) for each in conditions])


def _words(rule: Rule, condition: Condition) -> str:
    value = rule.numbers[condition.number].value
    return str(_COMPARED[condition.kind]) % {
        "figure": METHODS[condition.column].label,
        "number": f"{value:g}",
        "share": f"{value:.0%}",
    }


def _address(code: str) -> str:
    return reverse("method", kwargs={"code": code})


def _trail(here: str = "") -> list[tuple[str, str]]:
    trail = [(_("Home"), reverse("home")), (_("Methods"), reverse("methods"))]
    return [*trail, (here, "")] if here else trail


def _group_table(group: Group, caption: str) -> Table:
    return Table(
        caption=caption,
        columns=[
            Column("label", _("Figure")),
            Column("words", _("What it tells")),
            Column("unit", _("Unit")),
        ],
        rows=[_method_row(each) for each in METHODS.values() if each.group == group],
    )


def _method_row(method: Method) -> dict[str, Cell]:
    return {
        "label": Cell(method.label, _address(method.code)),
        "words": Cell(method.words),
        "unit": Cell(method.unit),
    }


def _ratings_table(reader: Reader) -> Table:
    used = reader.manifest["rating"]["code"]
    return Table(
        caption=_("Rules for stars"),
        columns=[
            Column("label", _("Rule")),
            Column("stars", _("Most stars"), "count"),
            Column("criteria", _("Earned for")),
            Column("used", _("This edition")),
        ],
        rows=[
            {
                "label": Cell(rule.label, _address(rule.code)),
                "stars": Cell(float(len(rule.criteria))),
                "criteria": Cell(", ".join(each.label for each in rule.criteria)),
                "used": Cell(_("uses it") if rule.code == used else ""),
            }
            for rule in RULES.values()
        ],
    )


def _schemes_table(reader: Reader) -> Table:
    return Table(
        caption=_("Lists of categories in this edition"),
        columns=[
            Column("title", _("Scheme")),
            Column("decided_by", _("Who decided")),
            Column("licence", _("Licence")),
        ],
        rows=[
            {
                "title": Cell(each["title"], reverse("scheme", kwargs={"scheme": each["code"]})),
                "decided_by": Cell(each["decided_by"]),
                "licence": Cell(each["licence"]),
            }
            for each in reader.manifest["schemes"]
        ],
    )


def _numbers_table(rule: Rule, used: dict[str, object]) -> Table:
    changed = used.get("numbers", {})
    return Table(
        caption=_("Numbers of the rule"),
        columns=[
            Column("label", _("Number")),
            Column("value", _("Usual value")),
            Column("used", _("In this edition")),
            Column("mark", _("Read in the source")),
        ],
        rows=[
            {
                "label": Cell(each.label),
                "value": Cell(f"{each.value:g}"),
                "used": Cell(
                    f"{changed[each.name]:g}"
                    if isinstance(changed, dict) and each.name in changed
                    else None
                ),
                "mark": Cell(_("yes") if each.confirmed else _("to confirm")),
            }
            for each in rule.numbers.values()
        ],
    )
