"""How each figure of a table's row was come by: observed, estimated, withheld or missing."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from hanse.observatory.catalogue import CATALOGUE, worst_status
from hanse.observatory.tables import Status


@cache
def status_columns(code: str) -> tuple[str, ...]:
    """The columns that say how the figure `code` was come by: its own, or those of its inputs."""
    base = code.removesuffix("_rank")
    if base.startswith("employment_growth_"):
        return (f"{base}_status",)
    entry = CATALOGUE.get(base)
    return tuple(f"{name}_status" for name in (entry.inputs if entry else ()))


def status_of(code: str, row: Mapping[str, Any]) -> Status:
    """The status of the figure `code` of `row`: the worst of its inputs.

    A figure that is not there is withheld where an input is, missing otherwise. Columns that the
    row does not have say nothing.
    """
    worst: Status = "observed"
    for name in status_columns(code):
        told: Status | None = row.get(name)
        if told and told != worst:
            worst = worst_status((worst, told))
    if row.get(code) is None:
        return "withheld" if worst == "withheld" else "missing"
    return worst


def stars_status(row: Mapping[str, Any]) -> Status:
    """The status of the stars of `row`: that of employment, which every rule looks at.

    Stars that are not there are withheld where employment is, missing otherwise.
    """
    employment = status_of("employment_persons", row)
    if row["stars"] is None:
        return "withheld" if employment == "withheld" else "missing"
    return "estimated" if employment == "estimated" else "observed"
