"""The reference page on states and steps, written from the tables.

`python -m hanse.excellence.label.workflow_page docs/reference` writes it.
"""

import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from hanse.excellence.label.actors import ACTOR_WORDS, Actor
from hanse.excellence.label.states import APPLICATIONS, CLOSED, HELD, LABELS
from hanse.excellence.label.workflow import EVERY_ROUTE, Route, Step, Workflow
from hanse.foundation.markdown_table import markdown_table

NAME: Final = "label_workflow.md"

S = TypeVar("S", bound=StrEnum)

_ROUTE_WORDS: Final = {
    Route.INTERVIEW: "interview",
    Route.AUDIT: "audit",
    Route.JOINT: "joint audit",
}
_ROUTES: Final = (
    ("interview", "one expert confirms the benchmarking; no points are given", "bronze"),
    ("audit", "one auditor gives points on a self-assessment with evidence", "silver"),
    ("joint audit", "experts give points alone, then settle them together", "gold"),
)


def page() -> str:
    """The page in Markdown."""
    parts = [
        "# States and steps of labels",
        "Written by `python -m hanse.excellence.label.workflow_page docs/reference`. The source is "
        "`hanse/excellence/label/states.py`.",
        "An application and a label each have a state. A row of the tables below is the only way "
        "from one state to another: the site applies the table, and refuses every other step. "
        "Each step leaves a line in the log.",
        "A scheme says for each of its levels on which route it is assessed:\n\n"
        + markdown_table(("Route", "What happens", "In `hanse_label`"), _ROUTES),
        "Set by: *field* marks what follows a public rule of the field, *Hanse* what is ours. "
        "Time limits are numbers in `procedure.toml` of the version, under "
        "`data/excellence/schemes/`.",
        "## Who is who",
        markdown_table(
            ("Code", "Who"), ((f"`{actor.value}`", ACTOR_WORDS[actor]) for actor in Actor)
        )
        + "\n\nWho belongs, or belonged within three years, to the organisation holds no office in "
        "its file. Observers, trainers and readers take no step.",
        *_workflow("Applications", APPLICATIONS, CLOSED),
        *_workflow("Labels", LABELS, frozenset(LABELS.states) - HELD),
        "## What steps need to be told",
        markdown_table(
            ("Code", "What"), ((f"`{code}`", text) for code, text in APPLICATIONS.needs.items())
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _workflow(title: str, workflow: Workflow[Any, Any], ends: frozenset[Any]) -> list[str]:
    return [
        f"## {title}",
        _diagram(workflow, ends),
        markdown_table(
            ("State", "In words", "Under way"),
            (
                (f"`{state.value}`", words, "no" if state in ends else "yes")
                for state, words in workflow.states.items()
            ),
        ),
        f"### Who may do what with {title.lower()}, and where",
        "Every step that is not named is refused. On some routes and conditions only, as the "
        "tables below say.",
        _matrix(workflow),
        f"### Steps of {title.lower()} from state to state",
        markdown_table(
            ("Step", "From", "To", "By", "Route", "Conditions", "Needs", "Limit", "Told", "Set by"),
            (_row(step) for step in workflow.steps if not step.stays),
        ),
        f"### Work on {title.lower()} within a state",
        markdown_table(
            ("Step", "In", "By", "Route", "Conditions", "Needs", "Limit", "Told", "Set by"),
            (_row(step, within=True) for step in workflow.steps if step.stays),
        ),
        f"### Conditions of {title.lower()}",
        markdown_table(
            ("Condition", "What is said where it does not hold"),
            ((f"`{each.code}`", each.text) for each in workflow.conditions.values()),
        ),
    ]


def _diagram(workflow: Workflow[Any, Any], ends: frozenset[Any]) -> str:
    """A Mermaid diagram; steps between the same two states share an arrow."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for step in workflow.steps:
        # Withdrawal leads from nearly everywhere and would hide the rest.
        if not step.stays and step.code != "application_withdraw":
            source = "[*]" if step.source is None else step.source.value
            codes = arrows.setdefault((source, step.target.value), [])
            if step.code not in codes:
                codes.append(step.code)
    lines = [f"    {a} --> {b}: {', '.join(codes)}" for (a, b), codes in arrows.items()]
    final = [f"    {state.value} --> [*]" for state in workflow.states if state in ends]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, *final, "```"])


def _matrix(workflow: Workflow[Any, Any]) -> str:
    """States by actors: the steps each may take."""
    taking = [actor for actor in Actor if any(step.who is actor for step in workflow.steps)]
    rows = []
    for source in (None, *workflow.states):
        own = [step for step in workflow.steps if step.source == source]
        cells = (
            "<br>".join(dict.fromkeys(f"`{s.code}`" for s in own if s.who is actor)) or "-"
            for actor in taking
        )
        rows.append(("(begins)" if source is None else f"`{source.value}`", *cells))
    return markdown_table(("State", *(f"`{actor.value}`" for actor in taking)), rows)


def _row(step: Step[Any], *, within: bool = False) -> tuple[str, ...]:
    source = "(begins)" if step.source is None else f"`{step.source.value}`"
    places = (source,) if within else (source, f"`{step.target.value}`")
    return (
        f"`{step.code}`",
        *places,
        f"`{step.who.value}`",
        "all" if step.routes == EVERY_ROUTE else _routes(step),
        _codes(step.conditions),
        _codes(step.needs),
        f"`{step.starts}`" if step.starts else "",
        _codes(each.value for each in step.notice),
        "Hanse" if step.ours else "field",
    )


def _routes(step: Step[Any]) -> str:
    return ", ".join(_ROUTE_WORDS[route] for route in Route if route in step.routes)


def _codes(codes: Iterable[str]) -> str:
    return ", ".join(f"`{code}`" for code in codes)


def main(home: Path) -> None:
    """Writes the page into the folder `home`."""
    home.mkdir(parents=True, exist_ok=True)
    (home / NAME).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference"))
