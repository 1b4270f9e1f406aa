"""The synthetic statistics as a source like any pulled data set: files with a manifest."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.manifest import (
    SourceManifest,
    load_manifest,
    manifest_for_file,
    save_manifest,
    verify_manifest,
)
from hanse.observatory.synthetic.dataset import DATASET, LICENCE, TITLE, write_synthetic


def synthetic_source(
    pulled: Path,
    *,
    seed: int,
    years: tuple[int, int],
    groups: Mapping[str, Sequence[str]],
    made_with: str,
    today: date,
    regions: Sequence[str] | None = None,
) -> SourceManifest:
    """The synthetic data set in the folder of downloads, written unless it is there already.

    pulled: the folder of downloads; the data set gets a folder of its own in it. made_with:
    version of the generator, so that another version writes anew. Other arguments as in
    `write_synthetic`. Files that are there but damaged are written again.
    """
    folder = pulled / DATASET
    selection = {
        "seed": (str(seed),),
        "years": (str(years[0]), str(years[1])),
        "regions": tuple(regions or ()),
        "made_with": (made_with,),
    }
    try:
        there = load_manifest(folder)
        verify_manifest(there)
    except HanseError:
        shutil.rmtree(folder, ignore_errors=True)
    else:
        if there.selection == selection:
            return there
    story = write_synthetic(folder, seed=seed, years=years, regions=regions, groups=groups)
    pages = [
        page for name in story.files for page in manifest_for_file(folder / name, today=today).pages
    ]
    described = manifest_for_file(
        folder / story.files[0],
        today=today,
        licence=LICENCE,
        attribution="Source: Hanse, synthetic figures",
        title=TITLE,
    )
    manifest = replace(described, dataset=DATASET, pages=tuple(pages), selection=selection)
    save_manifest(manifest)
    return manifest
