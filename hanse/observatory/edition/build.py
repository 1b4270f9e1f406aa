"""Recipe to edition: every step in order, each one's account kept in the manifest."""

import hashlib
import json
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Final

import polars as pl

from hanse.foundation import sectors
from hanse.foundation.installation import installation
from hanse.foundation.problems import HanseError
from hanse.observatory.edition import clusters, lists
from hanse.observatory.edition.gather import Gathered, gather, source_manifests
from hanse.observatory.edition.panel import region_totals
from hanse.observatory.imputation.descent import industry_tree
from hanse.observatory.imputation.grid import Grid, grid_of
from hanse.observatory.ratings.rules import Rule
from hanse.observatory.recipe import Recipe
from hanse.observatory.schemes.aggregate import (
    Categories,
    DescentReport,
    Leaves,
    aggregate,
    weight_matrix,
)
from hanse.observatory.schemes.loader import Scheme, load_scheme, scheme_names
from hanse.observatory.schemes.loader import scheme as built_in_scheme
from hanse.observatory.sources.manifest import SourceManifest
from hanse.observatory.tables import EMPLOYMENT, MEASURES
from hanse.observatory.warehouse import Edition, Manifest, Shelf
from hanse.observatory.wholes import CLUSTER_COLUMNS, category_concentration, region_structure

Progress = Callable[[str, float], None]
"""Called with the stage's name and the share of it that is done."""

STAGES: Final = ("Read", "Fill and sum", "Indicators", "Relatedness", "Write")

_PARQUET_ONLY: Final = ("observations", "extra_regio")
"""Large tables, queried in their Parquet files rather than copied into the store."""

_SOFTWARE: Final = ("duckdb", "narwhals", "numpy", "polars", "pyarrow", "scipy")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build gave: the edition, and whether it stood on the shelf already."""

    edition: Edition
    already_there: bool


def build(
    recipe: Recipe,
    *,
    folder: Path,
    pulled: Path,
    shelf: Shelf,
    today: date,
    publish: bool = True,
    reuse: bool = False,
    progress: Progress = lambda stage, share: None,  # noqa: ARG005
) -> Built:
    """Make the edition that `recipe` describes, and publish it once it is complete.

    folder: of the recipe, where relative paths start. pulled: the folder of downloads. today:
    the date the edition bears. reuse: an edition of another day is as good, when all that its
    figures depend on is the same. Raises `HanseError` for sources or parameters that cannot be
    used; then the shelf is as it was.
    """
    tree = _classification(recipe, folder)
    schemes = _schemes(recipe, tree, folder)
    clusters.check_requests(recipe)
    names = lists.own_names(folder / recipe.regions) if recipe.regions else {}
    manifests = source_manifests(recipe, folder=folder, pulled=pulled, today=today)
    digest = _digest(recipe, tree, schemes, names, manifests)
    identifier = f"{recipe.name}-{today.isoformat()}-{digest}"
    same = [
        edition
        for edition in shelf.editions()
        if edition.id == identifier
        or (
            reuse and edition.id.startswith(f"{recipe.name}-") and edition.id.endswith(f"-{digest}")
        )
    ]
    if same:
        if publish:
            shelf.publish(same[-1])
        return Built(same[-1], already_there=True)
    gathered = gather(
        recipe,
        tree,
        manifests,
        folder=folder,
        progress=lambda share: progress(STAGES[0], share),
    )
    progress(STAGES[1], 0.0)
    grid = _grid(recipe, tree, gathered)
    rule = clusters.rule_for(recipe, grid.measures)
    weights = [
        weight_matrix(grid.tree, each.leaf_members(tree), list(each.categories)) for each in schemes
    ]
    leaves, sums, descent = aggregate(
        grid,
        weights,
        minimum_coverage=recipe.minimum_coverage,
        fill_from_depth=_fill_from_depth(recipe, tree),
    )
    tables = _tables(recipe, rule, names, tree, schemes, gathered, grid, leaves, sums, progress)
    manifest = _manifest(
        recipe, rule, identifier, today, schemes, manifests, gathered, grid, descent
    )
    edition = shelf.add(
        identifier,
        tables,
        manifest,
        unstored=_PARQUET_ONLY,
        progress=lambda share: progress(STAGES[4], share),
    )
    if publish:
        shelf.publish(edition)
    return Built(edition, already_there=False)


def _tables(
    recipe: Recipe,
    rule: Rule,
    names: Mapping[str, str],
    tree: sectors.Classification,
    schemes: Sequence[Scheme],
    gathered: Gathered,
    grid: Grid,
    leaves: Leaves,
    sums: Sequence[Categories],
    progress: Progress,
) -> dict[str, pl.DataFrame]:
    totals = region_totals(grid, leaves)
    tables, proximities, coverage, concentrations, structures = [], [], [], [], []
    for done, (scheme, result) in enumerate(zip(schemes, sums, strict=True)):
        progress(STAGES[2], done / len(schemes))
        table = clusters.clusters_table(recipe, rule, scheme, grid, leaves, result)
        table, near = clusters.with_relatedness(recipe, table, grid, scheme)
        tables.append(table.with_columns(pl.col("category").cast(pl.String)))
        cells, code = table.select(CLUSTER_COLUMNS), pl.lit(scheme.code).alias("scheme")
        concentrations.append(
            category_concentration(cells, totals).select(
                code, pl.col("category").cast(pl.String), pl.exclude("category")
            )
        )
        structures.append(
            region_structure(cells, recipe.growth_years).select(
                code, pl.col("region").cast(pl.String), pl.exclude("region")
            )
        )
        proximities.append(near.with_columns(pl.col("category_a", "category_b").cast(pl.String)))
        coverage.append(lists.coverage_table(scheme, grid, result))
    progress(STAGES[3], 0.0)
    industries, industry_proximity = clusters.industries_table(recipe, grid, leaves)
    return {
        "clusters": pl.concat(tables),
        "industries": industries,
        "region_totals": totals,
        "region_structure": pl.concat(structures),
        "category_concentration": pl.concat(concentrations),
        "category_coverage": pl.concat(coverage),
        "category_proximity": pl.concat(proximities),
        "industry_proximity": industry_proximity,
        "regions": lists.regions_table(recipe, grid, names),
        "categories": lists.categories_table(schemes),
        "scheme_members": lists.members_table(schemes, tree),
        "industry_labels": lists.labels_table(tree),
        "observations": gathered.observations,
        "extra_regio": gathered.extra_regio,
    }


def _grid(recipe: Recipe, tree: sectors.Classification, gathered: Gathered) -> Grid:
    """The observations as a grid of regions and years that have a value, in order.

    A region whose figures are all withheld is there too: to leave it out would hide it.
    """
    found = gathered.observations
    valued = pl.col("value").is_not_null()
    withheld = pl.col("flag").cast(pl.String).str.contains("c", literal=True)
    regions = sorted(found.filter(valued | withheld)["region"].unique().cast(pl.String))
    present = set(found["measure"].unique().cast(pl.String))
    if EMPLOYMENT not in present:
        raise HanseError(
            "The sources hold no employment.",
            where=recipe.name,
            why="Sizes, quotients and stars rest on employment_persons.",
            remedy="Add a source with a measure that becomes employment_persons.",
        )
    return grid_of(
        found,
        industry_tree(tree.items),
        regions=regions,
        years=sorted(found.filter(valued)["year"].unique()),
        measures=[measure for measure in MEASURES if measure in present],
    )


def _fill_from_depth(recipe: Recipe, tree: sectors.Classification) -> int:
    if not recipe.fill_from:
        return 0
    if recipe.fill_from not in tree.levels:
        raise HanseError(
            f"{tree.title} has no level {recipe.fill_from}.",
            where=f"recipe {recipe.name}, field fill_from",
            remedy=f"Use one of {', '.join(tree.levels)}, or leave it empty.",
        )
    return tree.levels.index(recipe.fill_from)


def _classification(recipe: Recipe, folder: Path) -> sectors.Classification:
    if recipe.classification in sectors.classification_names():
        return sectors.classification(recipe.classification)
    return sectors.classification_from_csv(folder / recipe.classification)


def _schemes(recipe: Recipe, tree: sectors.Classification, folder: Path) -> list[Scheme]:
    found = [_scheme(name, recipe, tree, folder) for name in recipe.schemes]
    codes = [each.code for each in found]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise HanseError(
            f"Two schemes are called {twice[0]}.",
            where=f"recipe {recipe.name}, field schemes",
            why="Their categories could not be told apart.",
            remedy="Name each scheme once; give files of your own different names.",
        )
    return found


def _scheme(name: str, recipe: Recipe, tree: sectors.Classification, folder: Path) -> Scheme:
    found = (
        built_in_scheme(name) if name in scheme_names() else load_scheme(folder / name, tree=tree)
    )
    if found.classification != tree.code:
        raise HanseError(
            f"Scheme {name} places industries of {found.classification}.",
            where=recipe.name,
            why=f"The edition's industries are those of {tree.code}.",
            remedy="Choose a scheme and a classification that fit each other.",
        )
    return found


def _digest(
    recipe: Recipe,
    tree: sectors.Classification,
    schemes: Sequence[Scheme],
    names: Mapping[str, str],
    manifests: Sequence[SourceManifest],
) -> str:
    """Eight characters that stand for everything the figures depend on."""
    content = json.dumps(
        {
            "recipe": recipe.digest(),
            "industries": [(item.code, item.label, item.parent) for item in tree.items.values()],
            "regions": sorted(names.items()),
            "schemes": [
                (
                    each.title,
                    each.overlapping,
                    [(c.code, c.label, c.kind) for c in each.categories.values()],
                    each.members.rows(),
                )
                for each in schemes
            ],
            "sources": [[page.sha256 for page in manifest.pages] for manifest in manifests],
            "software": installation(),
        },
        sort_keys=True,
    )
    return hashlib.sha256(content.encode()).hexdigest()[:8]


def _manifest(
    recipe: Recipe,
    rule: Rule,
    identifier: str,
    today: date,
    schemes: Sequence[Scheme],
    manifests: Sequence[SourceManifest],
    gathered: Gathered,
    grid: Grid,
    descent: DescentReport,
) -> Manifest:
    return {
        "edition": identifier,
        "title": recipe.title,
        "built": today.isoformat(),
        "synthetic": recipe.synthetic,
        "software": {
            "hanse": installation(),
            "python": platform.python_version(),
            **{package: version(package) for package in _SOFTWARE},
        },
        "recipe": recipe.model_dump(mode="json"),
        "recipe_sha256": recipe.digest(),
        "sources": [
            {**manifest.as_json(), "licence": source.licence, "attribution": source.attribution}
            for source, manifest in zip(recipe.sources, manifests, strict=True)
        ],
        "reading": [report.to_dict() for report in gathered.reports],
        "conversions": list(gathered.conversions),
        "superseded_cells": gathered.superseded,
        "observations_of_aggregates": grid.outside,
        "descent": asdict(descent),
        "measures": list(grid.measures),
        "years": list(grid.years),
        "regions": len(grid.regions),
        "schemes": [
            {
                "code": each.code,
                "title": each.title,
                "source": each.source,
                "licence": each.licence,
                "decided_by": each.decided_by,
            }
            for each in schemes
        ],
        "rating": {
            "code": rule.code,
            "label": rule.label,
            "reference": rule.reference,
            "numbers": {number.name: number.value for number in rule.numbers.values()},
            "criteria": [each.label for each in rule.criteria],
            "not_judged": clusters.not_judged(recipe, rule),
        },
    }
