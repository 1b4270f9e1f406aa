"""The reference pages on figures and ratings, written from the catalogue and the rules.

`python -m hanse.observatory.method_pages docs/reference` writes them.
"""

import math
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from hanse.foundation.markdown_table import markdown_table
from hanse.observatory.catalogue import CATALOGUE, FROM_WORST, Entry
from hanse.observatory.plain_words import words_for
from hanse.observatory.ratings.rules import RULES, Condition, Criterion, Number, Rule
from hanse.observatory.ratings.stars import REASONS
from hanse.observatory.structure import STRUCTURE, Figure
from hanse.observatory.tables import MEASURES

_NOTICE: Final = "Written by `python -m hanse.observatory.method_pages docs/reference`."

_COMPARED: Final = {
    "at_least": "`{column}` is at least `{number}`",
    "top_share": "`{column}` reaches the quantile 1 - `{number}` of the category's regions",
    "at_least_quantile": "`{column}` reaches the quantile `{number}` of the category's regions",
    "above_quantile": "`{column}` exceeds the quantile `{number}` of the category's regions",
}


def pages() -> dict[str, str]:
    """File name and text of each page."""
    return {
        "indicators.md": indicators_page(),
        "ratings.md": ratings_page(),
        "structure.md": structure_page(),
    }


def indicators_page() -> str:
    """Every entry of the catalogue in Markdown."""
    parts = [
        "# Indicators",
        f"{_NOTICE} The source is `hanse/observatory/catalogue.py`.",
        "A regional cluster is one category of industries in one region and year. e_ij is the "
        "employment of category i in region j; a dot sums over what it stands for. The code is "
        "the column of every table, download and address.",
        "A figure has the worst status of its inputs, in the order "
        f"{', '.join(FROM_WORST)}. Inputs are the cluster's own figures; totals do not count. "
        "A missing figure is empty, never zero.",
        markdown_table(
            ("Code", "What it is", "Unit", "Needs"),
            (
                (f"[`{e.code}`](#{e.code})", e.label, e.unit, _codes(e.inputs))
                for e in CATALOGUE.values()
            ),
        ),
        *(_entry(entry) for entry in CATALOGUE.values()),
    ]
    return "\n\n".join(parts) + "\n"


def ratings_page() -> str:
    """Every rating rule in Markdown, with what is still to be confirmed."""
    parts = [
        "# Ratings",
        f"{_NOTICE} The source is `hanse/observatory/ratings/`.",
        "A rule has floors that make a cluster eligible and criteria that each earn a star. "
        "A recipe may change every number by its name (`rating_parameters`). Numbers marked "
        "*to confirm* are widely reported, but were not read in the source named: check them "
        "before you quote a rating as that source's own.",
        "## What holds for every rule\n\n"
        "- Cut-offs are quantiles within category and year, interpolated linearly between the "
        "two nearest figures (Hyndman and Fan 1996, type 7). The population is the clusters "
        "with employment above 0 whose figure is known. A cluster without employment never "
        "passes a cut-off.\n"
        "- Equal figures are judged alike. All that equal a cut-off reach it; none that equal it "
        "exceed it. Figures within one part in 10^12 of a cut-off equal it.\n"
        "- So a top tenth of 259 regions is 26 of them, of 5 regions 1, and of 1 region that "
        "one. `smallest_population` asks for more regions before a cut-off is drawn.\n"
        "- A missing figure earns no star and is no part of the population. A criterion that "
        "cannot be judged is empty and earns no star. Stars are empty only where employment is "
        "withheld or missing, or nothing can be judged. Below a floor there are 0 stars.",
        "`stars_reason` says why there are none, or perhaps too few:\n\n"
        + markdown_table(
            ("Code", "Reason"), ((f"`{code}`", text) for code, text in REASONS.items())
        ),
        *(_rule(rule) for rule in RULES.values()),
    ]
    return "\n\n".join(parts) + "\n"


def structure_page() -> str:
    """Every figure of whole categories, regions and industries in Markdown."""
    parts = [
        "# Categories, regions and industries as a whole",
        f"{_NOTICE} The source is `hanse/observatory/structure.py`.",
        "Figures beside the [indicators](indicators.md) of one regional cluster. They are "
        "functions for tables of your own; editions do not hold them.",
        '- A category is described over its regions (`of="category"`: concentration), a region '
        'over its categories (`of="region"`: specialisation). What it is described over are '
        "its n members. s is a member's share of the employment of what is described, x its share "
        "of all employment, y its figure.\n"
        "- e_ij is the employment of category i in region j, a the area, p the population, b the "
        "establishments; without an index, of all.\n"
        "- In the components of growth e is the employment some years before, and g its growth: "
        "employment now by employment then, of all (g), of the category (g_i), of the regional "
        "cluster (g_ij). National share, industry mix and regional shift add up to the growth; "
        "competitive and allocation effect add up to the regional shift.",
        markdown_table(
            ("Code", "What it is", "Describes"),
            ((f"[`{f.code}`](#{f.code})", f.label, f.row) for f in STRUCTURE.values()),
        ),
        *(_figure(figure) for figure in STRUCTURE.values()),
    ]
    return "\n\n".join(parts) + "\n"


def _figure(figure: Figure) -> str:
    facts = [
        ("Formula", f"`{figure.formula}`"),
        ("Unit", figure.unit),
        ("Describes", figure.row),
        ("Needs", ", ".join(f"`{name}`" if "_" in name else name for name in figure.inputs)),
        ("Empty", figure.nulls),
        ("Source", figure.reference),
        ("Reading", figure.caution),
        ("Function", f"`{figure.function}`"),
    ]
    lines = "\n".join(f"- {name}: {text}" for name, text in facts if text)
    return f"## {figure.code}\n\n{figure.label}. {words_for(figure.code)}\n\n{lines}"


def _entry(entry: Entry) -> str:
    direction = {True: "More is better.", False: "Less is better.", None: ""}
    facts = [
        ("Formula", entry.formula if entry.code in MEASURES else f"`{entry.formula}`"),
        ("Unit", entry.unit),
        ("Needs", _codes(entry.inputs)),
        ("Empty", entry.nulls),
        ("Source", entry.reference),
        ("Reading", " ".join(filter(None, (direction[entry.higher_is_better], entry.caution)))),
        ("To confirm", entry.to_confirm),
        ("Function", f"`{entry.function}`" if entry.function else ""),
    ]
    lines = "\n".join(f"- {name}: {text}" for name, text in facts if text)
    return f"## {entry.code}\n\n{entry.label}. {words_for(entry.code)}\n\n{lines}"


def _rule(rule: Rule) -> str:
    parts = [
        f"## {rule.code}",
        f"{rule.label}. Source: {rule.reference}.",
        f"Needs {_codes(rule.columns)}."
        + (f" Rates categories of the kind {', '.join(rule.kinds)} only." if rule.kinds else ""),
        "Eligible when " + "; and ".join(_condition(floor) for floor in rule.floors) + ".",
        markdown_table(
            ("Column", "Earned for", "When"), (_criterion(criterion) for criterion in rule.criteria)
        ),
        markdown_table(
            ("Number", "Value", "What it is"), (_number(number) for number in rule.numbers.values())
        ),
    ]
    if rule.notes:
        parts.append("\n".join(f"- {note}" for note in rule.notes))
    return "\n\n".join(parts)


def _criterion(criterion: Criterion) -> tuple[str, str, str]:
    when = "; and ".join(_condition(condition) for condition in criterion.conditions)
    return f"`{criterion.code}`", criterion.label, when


def _condition(condition: Condition) -> str:
    return _COMPARED[condition.kind].format(column=condition.column, number=condition.number)


def _number(number: Number) -> tuple[str, str, str]:
    limits = (
        f"at least {number.lowest:g}"
        if number.highest == math.inf
        else f"{number.lowest:g} to {number.highest:g}"
    )
    mark = "" if number.confirmed else " *To confirm.*"
    return f"`{number.name}`", f"{number.value:g}", f"{number.label} ({limits}).{mark}"


def _codes(codes: Iterable[str]) -> str:
    return ", ".join(f"`{code}`" for code in codes)


def main(home: Path) -> None:
    """Writes the pages into the folder `home`."""
    home.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (home / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference"))
