"""Every figure Hanse gives, from the catalogue and from structure, told in one form.

Pages, the API and docs/reference take what they say about a method from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from hanse.observatory.catalogue import CATALOGUE, Entry
from hanse.observatory.plain_words import words_for
from hanse.observatory.ratings.rules import RULES
from hanse.observatory.structure import STRUCTURE, Figure
from hanse.observatory.tables import MEASURES

Group = Literal["measure", "indicator", "relatedness", "rank", "structure"]

_HOME: Final = "hanse.observatory.indicators"


@dataclass(frozen=True, slots=True)
class Method:
    """One figure: what it is called, tells, needs, and how it is computed.

    row: what it describes. words: one plain sentence. function: dotted name, "" for a measure.
    """

    code: str
    group: Group
    label: str
    words: str
    row: str
    unit: str
    formula: str
    inputs: tuple[str, ...]
    higher_is_better: bool | None
    decimals: int | None
    nulls: str
    caution: str
    to_confirm: str
    reference: str
    function: str


def _group(entry: Entry) -> Group:
    if entry.code in MEASURES:
        return "measure"
    if entry.is_rank:
        return "rank"
    return "relatedness" if entry.is_of_the_whole else "indicator"


def _of_entry(entry: Entry) -> Method:
    return Method(
        code=entry.code,
        group=_group(entry),
        label=entry.label,
        words=words_for(entry.code),
        row="two categories and a year"
        if entry.code == "proximity"
        else "a regional cluster and year",
        unit=entry.unit,
        formula=entry.formula,
        inputs=entry.inputs,
        higher_is_better=entry.higher_is_better,
        decimals=entry.decimals,
        nulls=entry.nulls,
        caution=entry.caution,
        to_confirm=entry.to_confirm,
        reference=entry.reference,
        function=entry.function,
    )


def _of_figure(figure: Figure) -> Method:
    return Method(
        code=figure.code,
        group="structure",
        label=figure.label,
        words=words_for(figure.code),
        row=figure.row,
        unit=figure.unit,
        formula=figure.formula,
        inputs=figure.inputs,
        higher_is_better=None,
        decimals=None,
        nulls=figure.nulls,
        caution=figure.caution,
        to_confirm="",
        reference=figure.reference,
        function=figure.function,
    )


METHODS: Final[Mapping[str, Method]] = {
    **{entry.code: _of_entry(entry) for entry in CATALOGUE.values()},
    **{figure.code: _of_figure(figure) for figure in STRUCTURE.values()},
}
"""Every figure by its code: the catalogue in its order, then structure."""

CODES: Final = (*METHODS, *RULES)
"""Every code that has a page: figures and rating rules."""


_CALLS: Final[Mapping[str, tuple[str, str]]] = {
    "proximity": ("proximity", "proximity(specialised, known)"),
    "relatedness_density": (
        "proximity, relatedness_density",
        "relatedness_density(specialised, known, proximity(specialised, known))",
    ),
    "structural_similarity": (
        "structural_similarity",
        'structural_similarity(clusters, "AT13")',
    ),
    "cluster_index": ("cluster_index", "cluster_index(clusters, regions)"),
    "ellison_glaeser": (
        "ellison_glaeser",
        "ellison_glaeser(persons, industries, regions, region_totals)",
    ),
    "shift_share": ("shift_share", "shift_share(clusters, years=5)"),
}
"""Function -> what to import and how to call it; the others describe categories or regions."""


def example(method: Method) -> str:
    """Python that computes the figure for a table of one's own, or reads it from an edition."""
    module, _, name = method.function.rpartition(".")
    if method.group in {"indicator", "rank"}:
        return (
            "from hanse.observatory.catalogue import compute\n\n"
            f'with_figures = compute(clusters, ["{method.code}"])'
        )
    if method.group == "measure":
        return (
            "from hanse.foundation.home import editions_folder\n"
            "from hanse.observatory.warehouse import Shelf\n\n"
            "edition = Shelf(editions_folder()).current()\n"
            f'edition.query("SELECT region, category, year, {method.code} FROM clusters")'
        )
    imported, call = _CALLS.get(name, (name, f'{name}(clusters, of="category")'))
    return f"from {module} import {imported}\n\nfigures = {call}"
