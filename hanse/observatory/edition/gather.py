"""First step of an edition: sources read, brought to one vintage and classification, combined."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from hanse.foundation import correspondences, geography, sectors
from hanse.foundation.problems import HanseError
from hanse.observatory.recipe import Recipe, Source
from hanse.observatory.sources import formats
from hanse.observatory.sources.dissemination.folder import pulled_manifest
from hanse.observatory.sources.manifest import (
    SourceManifest,
    manifest_for_file,
    verify_manifest,
)
from hanse.observatory.sources.reading import Layout, NothingWantedError, ReadReport
from hanse.observatory.tables import OBSERVATION_KEY, OBSERVATIONS, check_observations, compact


@dataclass(frozen=True, slots=True)
class Gathered:
    """Observations of all sources in the recipe's vintage, level and classification.

    observations: contract `tables.OBSERVATIONS`, regions of the recipe's level alone.
    extra_regio: the same for codes outside any region (offshore, embassies), kept apart.
    reports: one for each file, in the recipe's order. conversions: sentences on what was
    converted.
    superseded: cells left out because a source of higher priority has them.
    """

    observations: pl.DataFrame
    extra_regio: pl.DataFrame
    reports: tuple[ReadReport, ...]
    conversions: tuple[str, ...]
    superseded: int


def source_manifests(
    recipe: Recipe, *, folder: Path, pulled: Path, today: date
) -> list[SourceManifest]:
    """Where each source of the recipe comes from, its files checked against their checksums.

    folder: of the recipe, where relative paths start. pulled: the folder of downloads. Raises
    `HanseError` for a source that is absent, incomplete or damaged.
    """
    manifests = []
    for source in recipe.sources:
        if source.dataset:
            manifest = pulled_manifest(pulled, source.dataset, source.pull.select)
            verify_manifest(manifest)
        else:
            manifest = manifest_for_file(
                folder / source.path,
                today=today,
                licence=source.licence,
                attribution=source.attribution,
                url=source.url,
            )
        manifests.append(manifest)
    return manifests


def gather(
    recipe: Recipe,
    tree: sectors.Classification,
    manifests: Sequence[SourceManifest],
    *,
    folder: Path,
    progress: Callable[[float], None],
) -> Gathered:
    """Read and combine the recipe's sources, whose files are those of `manifests`.

    Of a source in several files some may hold nothing of what is asked, but not all.
    Raises `HanseError` for a file that cannot be read as described, and where two sources of
    equal priority contradict each other.
    """
    progress(0.0)
    tables, reports, conversions = _tables(recipe, tree, manifests, folder, progress)
    combined, superseded = _combined(tables, where=recipe.name)
    del tables  # Millions of rows: what is not needed any more makes room.
    if recipe.nuts is None:
        apart = pl.lit(False)
    else:
        vintage = geography.regions(recipe.nuts)
        outside = [code for code, region in vintage.items() if region.extra_regio]
        apart = pl.col("region").is_in(outside)
    where = f"the sources of {recipe.name} combined"
    extra_regio = check_observations(combined.filter(apart), where=where)
    combined = combined.filter(~apart)
    combined = check_observations(combined, where=where)
    if not combined["value"].count() + extra_regio["value"].count():
        raise HanseError(
            "The sources hold no value for what the recipe asks.",
            where=recipe.name,
            why="; ".join(_account(report) for report in reports),
            remedy="Check level, years, nuts, measures and select in the recipe.",
        )
    return Gathered(
        observations=combined,
        extra_regio=extra_regio,
        reports=tuple(reports),
        conversions=tuple(conversions),
        superseded=superseded,
    )


def _tables(
    recipe: Recipe,
    tree: sectors.Classification,
    manifests: Sequence[SourceManifest],
    folder: Path,
    progress: Callable[[float], None],
) -> tuple[list[pl.DataFrame], list[ReadReport], list[str]]:
    """The observations of each source with its priority, and what `Gathered` tells of them."""
    tables: list[pl.DataFrame] = []
    reports: list[ReadReport] = []
    conversions: list[str] = []
    files = sum(len(manifest.paths) for manifest in manifests)
    for source, manifest in zip(recipe.sources, manifests, strict=True):
        pages = [compact(pl.DataFrame(schema=OBSERVATIONS))]
        for page, report in _pages(recipe, source, manifest, folder):
            reports.append(report)
            pages.append(page)
            progress(len(reports) / files)
        table, sentences = _harmonised(pl.concat(pages), recipe, source, tree)
        conversions.extend(f"{source.name}: {sentence}" for sentence in sentences)
        tables.append(table.with_columns(priority=pl.lit(source.priority)))
    return tables, reports, conversions


def _pages(
    recipe: Recipe, source: Source, manifest: SourceManifest, folder: Path
) -> Iterator[tuple[pl.DataFrame, ReadReport]]:
    """What each file of a source holds of the recipe's level and years, and its report."""
    layout = _layout(source, recipe, folder)
    nothings: list[NothingWantedError] = []
    for path in manifest.paths:
        try:
            reading = formats.read(path, layout, source.format)
        except NothingWantedError as nothing:
            nothing.report.notes.append(nothing.what)
            nothings.append(nothing)
            yield compact(pl.DataFrame(schema=OBSERVATIONS)), nothing.report
        else:
            yield _asked_for(reading.compacted, recipe, source), reading.report
    if nothings and len(nothings) == len(manifest.paths):
        raise nothings[0]


def _layout(source: Source, recipe: Recipe, folder: Path) -> Layout:
    name = source.classification or recipe.classification
    if name.lower().endswith(".csv"):
        name = str(folder / name)
    # A file of the user's own is accounted for whole. Of a data set that was pulled, other levels
    # are passed over as they are read, which saves a third of the work.
    levels = (recipe.level,) if source.dataset and source.nuts is not None else ()
    return replace(source.layout(), classification=name, levels=levels)


def _asked_for(table: pl.DataFrame, recipe: Recipe, source: Source) -> pl.DataFrame:
    """Rows of the recipe's years and level; the others are in the file but not in the edition."""
    first, last = recipe.years
    if source.years:
        first, last = max(first, source.years[0]), min(last, source.years[1])
    table = table.filter(pl.col("year").is_between(first, last))
    if source.nuts is None or source.dataset:
        return table
    places = geography.regions(source.nuts)
    of_level = [code for code, place in places.items() if place.level == recipe.level]
    return table.filter(pl.col("region").is_in(of_level))


def _harmonised(
    table: pl.DataFrame, recipe: Recipe, source: Source, tree: sectors.Classification
) -> tuple[pl.DataFrame, list[str]]:
    sentences: list[str] = []
    of_other_vintage = source.nuts is not None and source.nuts != recipe.nuts
    of_other_industries = source.classification not in ("", recipe.classification)
    if not (of_other_vintage or of_other_industries):
        return table, sentences
    # Weights and flags are joined to the table as plain texts.
    table = table.cast(pl.Schema(OBSERVATIONS))
    if of_other_vintage and source.nuts is not None and recipe.nuts is not None:
        conversion = geography.convert(
            table, source=source.nuts, target=recipe.nuts, level=recipe.level
        )
        table = conversion.table
        sentences.append(
            f"converted from NUTS {source.nuts} to NUTS {recipe.nuts}: {conversion.report}"
        )
    if of_other_industries:
        weights = correspondences.correspondence(source.classification, recipe.classification)
        table = correspondences.convert_industries(table, weights)
        sentences.append(f"converted from {source.classification} to {tree.title}")
    return compact(table), sentences


def _combined(tables: list[pl.DataFrame], *, where: str) -> tuple[pl.DataFrame, int]:
    """One row for each cell: the source of lowest priority number that gives it a value.

    A cell that one source leaves empty without withholding it is taken from the next. Where no
    source has a value, the row of the first one stands, so that its flag is kept. Sources of
    equal priority may agree; then the one the recipe names first stands.
    """
    if len(tables) == 1:
        return tables[0].drop("priority"), 0
    rows = pl.concat(tables)
    confidential = pl.col("flag").cast(pl.String).str.contains("c", literal=True)
    silent = pl.col("value").is_null() & ~confidential
    rows = rows.with_columns(silent=silent).sort(
        *OBSERVATION_KEY, "silent", "priority", maintain_order=True
    )
    best = rows.unique(OBSERVATION_KEY, keep="first", maintain_order=True)
    rivals = rows.join(best, on=OBSERVATION_KEY, suffix="_best").filter(
        pl.col("priority") == pl.col("priority_best"),
        ~pl.col("silent"),
        pl.col("value").ne_missing(pl.col("value_best")),
    )
    if rivals.height:
        first = rivals.row(0, named=True)
        cell = ", ".join(str(first[name]) for name in OBSERVATION_KEY)
        raise HanseError(
            f"Two sources of equal priority contradict each other in {rivals.height} cells.",
            where=f"{where}, first: {cell} is {first['value_best']} and {first['value']}",
            remedy="Give one of the sources a lower priority number, or set their years apart.",
        )
    return best.drop("priority", "silent"), rows.height - best.height


def _account(report: ReadReport) -> str:
    return f"{report.source}: {report.read} read, {report.rejected} rejected"
