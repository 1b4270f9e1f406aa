"""The demo: synthetic statistics written and built into an edition, as any other would be."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from hanse.foundation import sectors
from hanse.foundation.installation import installation
from hanse.observatory.edition.build import Built, Progress, build
from hanse.observatory.recipe import Recipe, find_recipe, load_recipe
from hanse.observatory.schemes.loader import scheme
from hanse.observatory.synthetic.as_source import synthetic_source
from hanse.observatory.warehouse import Shelf

SCHEME: Final = "traded_local"


def demo_recipe() -> Recipe:
    """The recipe of the demo edition."""
    return load_recipe(find_recipe("demo"))


def write_statistics(sources: Path, today: date, regions: Sequence[str] | None = None) -> None:
    """Write the demo's synthetic statistics into the folder of downloads.

    regions: only those whose code begins with one of these.
    """
    recipe = demo_recipe()
    members = scheme(SCHEME).leaf_members(sectors.classification(recipe.classification))
    groups = {
        str(category): members.filter(members["category"] == category)["industry"].to_list()
        for category in members["category"].unique().sort()
        if scheme(SCHEME).categories[category].kind == "traded"
    }
    synthetic_source(
        sources,
        seed=recipe.seed,
        years=recipe.years,
        groups=groups,
        made_with=installation(),
        today=today,
        regions=list(regions) if regions else None,
    )


def build_demo(
    sources: Path,
    shelf: Shelf,
    today: date,
    progress: Progress = lambda stage, share: None,  # noqa: ARG005
) -> Built:
    """The edition of the statistics that `write_statistics` wrote, published."""
    return build(
        demo_recipe(),
        folder=find_recipe("demo").parent,
        pulled=sources,
        shelf=shelf,
        today=today,
        progress=progress,
    )
