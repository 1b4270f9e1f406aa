"""`hanse observatory recipes`, `schemes` and `indicators`: what there is to choose from."""

from collections.abc import Iterable
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from hanse.cli.console import plain_console
from hanse.observatory import catalogue
from hanse.observatory.recipe import Recipe, load_recipe, ready_recipes
from hanse.observatory.schemes.loader import Scheme, scheme, scheme_names


def recipes() -> None:
    """List the ready recipes: what each builds, and which data sets it needs."""
    console = plain_console()
    for name, path in ready_recipes().items():
        recipe = load_recipe(path)
        _item(console, name, recipe.title, _contents(recipe), _needs(recipe))
    console.print("Build one with `hanse observatory build NAME --pull`.")


def schemes() -> None:
    """List the schemes of categories that come with Hanse, and who decided on them."""
    console = plain_console()
    for name in scheme_names():
        found = scheme(name)
        _item(console, name, found.title, _categories(found), f"Decided by: {found.decided_by}")
    console.print("A recipe may also name a scheme of your own: see docs/guide/schemes.md.")


def indicators(
    ranks: Annotated[
        bool, typer.Option("--ranks", help="Also the places among the clusters of a category.")
    ] = False,
) -> None:
    """List the measures and indicators: unit, formula, and the measures each needs."""
    console = plain_console()
    for entry in catalogue.CATALOGUE.values():
        if entry.is_rank and not ranks:
            continue
        needs = [code for code in entry.inputs if code != entry.code]
        _item(
            console,
            entry.code,
            f"{entry.label} ({entry.unit})",
            entry.formula,
            f"Needs: {', '.join(needs)}" if needs else "From the sources",
        )
    console.print("References, empty values and cautions: docs/reference/indicators.md.")


def _item(console: Console, name: str, title: str, *lines: str) -> None:
    """A name and its title, with indented lines that wrap at the width of the terminal."""
    console.print(Text.assemble((name, "bold"), f"  {title}"))
    for line in lines:
        console.print(Padding(Text(line), (0, 0, 0, 2), expand=False))
    console.print()


def _contents(recipe: Recipe) -> str:
    regions = f"NUTS {recipe.nuts}, level {recipe.level}" if recipe.nuts else "regions of your own"
    first, last = recipe.years
    return f"{regions}; {first}-{last}; schemes {_listed(recipe.schemes)}; stars {recipe.rating}"


def _needs(recipe: Recipe) -> str:
    if recipe.synthetic:
        return "Needs: nothing; synthetic data, made by `hanse demo`"
    names = list(dict.fromkeys(source.name for source in recipe.sources))
    pulled = any(source.dataset for source in recipe.sources)
    return f"Needs: {_listed(names)}{' from Eurostat' if pulled else ''}"


def _categories(found: Scheme) -> str:
    counts: dict[str, int] = {}
    for category in found.categories.values():
        counts[category.kind] = counts.get(category.kind, 0) + 1
    kinds = _listed(f"{count} {kind}" for kind, count in counts.items())
    overlap = "may overlap" if found.overlapping else "do not overlap"
    return f"Categories: {kinds}; they {overlap}. Needs: industries of {found.classification}"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
