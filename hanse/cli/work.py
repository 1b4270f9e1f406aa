"""Long work with a progress bar: pulling and building, and the account of it afterwards."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from hanse.foundation.home import editions_folder, sources_folder
from hanse.observatory.edition.build import STAGES, Built, build
from hanse.observatory.recipe import Recipe
from hanse.observatory.sources.dissemination.pull import (
    PullProgress,
    PullResult,
    Stage,
    pull,
)
from hanse.observatory.tables import FLAGS
from hanse.observatory.warehouse import Shelf

_DOING: Final[Mapping[Stage, str]] = {
    "structure": "asking",
    "page": "fetching",
    "divided": "fetching",
    "waiting": "waiting",
    "again": "again",
    "done": "here",
}
"""The stages of a download, for the bar."""

_SHOWN: Final = 5


def progress_bar(console: Console) -> Progress:
    """The bar all long work shows."""
    return Progress(
        TextColumn("{task.description:<28}"),
        BarColumn(bar_width=30),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=console,
    )


def pull_with_bar(
    console: Console,
    dataset: str,
    *,
    select: Mapping[str, Sequence[str]],
    page_by: str,
    root: str,
) -> PullResult:
    """Pull a data set into the sources folder and say what came."""
    with progress_bar(console) as bar:
        task = bar.add_task(dataset, total=None)
        said: set[str] = set()

        def tell(now: PullProgress) -> None:
            if now.stage in {"waiting", "again", "divided"} and now.message not in said:
                said.add(now.message)
                bar.console.print(f"  {now.message}")
            bar.update(
                task,
                description=f"{dataset}: {_DOING[now.stage]}",
                completed=now.pages_done,
                total=now.pages_total or None,
            )

        result = pull(
            dataset,
            into=sources_folder(),
            today=_today(),
            select=select,
            page_by=page_by,
            root=root,
            progress=tell,
        )
    manifest = result.manifest
    came = "was here already" if result.unchanged else f"{result.fetched} pages fetched"
    console.print(
        f"{dataset}: {came}, {manifest.bytes / 1e6:.1f} MB, {manifest.licence}, in "
        f"{manifest.folder}",
    )
    for note in result.notes:
        if note not in said:
            console.print(f"  {note}")
    return result


def build_with_bar(
    console: Console, recipe: Recipe, folder: Path, *, publish: bool = True, reuse: bool = False
) -> Built:
    """Build an edition on the shelf, showing each stage; arguments as in `build`."""
    with progress_bar(console) as bar:
        tasks = {stage: bar.add_task(stage, total=1.0, start=False) for stage in STAGES}
        begun: list[str] = []

        def tell(stage: str, share: float) -> None:
            if stage not in begun:
                for earlier in begun:
                    bar.update(tasks[earlier], completed=1.0)
                    bar.stop_task(tasks[earlier])
                begun.append(stage)
                bar.start_task(tasks[stage])
            bar.update(tasks[stage], completed=share)

        built = build(
            recipe,
            folder=folder,
            pulled=sources_folder(),
            shelf=Shelf(editions_folder()),
            today=_today(),
            publish=publish,
            reuse=reuse,
            progress=tell,
        )
        for task in tasks.values():
            bar.update(task, completed=1.0, visible=not built.already_there)
    return built


def print_account(console: Console, built: Built) -> None:
    """Say what the edition rests on: what was read, filled and left out, and where it lies."""
    manifest = built.edition.manifest
    if built.already_there:
        console.print(f"Edition {built.edition.id} was built before; it is current again.")
    reports = iter(manifest["reading"])
    for source in manifest["sources"]:
        files = sum(bool(page["file"]) for page in source["pages"])
        _print_reading(console, source["dataset"], list(islice(reports, files)))
    for sentence in manifest["conversions"]:
        console.print(sentence)
    if aside := manifest["observations_of_aggregates"]:
        console.print(f"{aside:,} figures of aggregates, such as B-E, are in observations only")
    if not_judged := manifest["rating"]["not_judged"]:
        console.print(
            f"Stars do without {', '.join(not_judged)}: the sources do not give what it takes"
        )
    descent = manifest["descent"]
    console.print(
        f"Industries: {descent['given']:,} cells given, {descent['filled']:,} filled from above, "
        f"{descent['unknown']:,} unknown",
    )
    rows = manifest["tables"]["clusters"]["rows"]
    console.print(
        f"Edition {built.edition.id}: {rows:,} rows of clusters, {manifest['regions']} regions, "
        f"{manifest['years'][0]}-{manifest['years'][-1]}, in {built.edition.folder}",
    )


def _print_reading(console: Console, dataset: str, reports: Sequence[Mapping[str, Any]]) -> None:
    """The counts of all files of a source together, with the chief reasons for rejections."""
    one = len(reports) == 1
    name = Path(reports[0]["source"]).name if one else f"{dataset}, {len(reports)} files"
    counts = {
        count: sum(report[count] for report in reports)
        for count in ("read", "accepted", "missing", "repaired", "rejected", "left_out")
    }
    console.print(
        f"{name}: {counts['read']:,} figures read, "
        f"{counts['accepted']:,} accepted ({counts['missing']:,} of them empty), "
        f"{counts['repaired']:,} repaired, {counts['rejected']:,} rejected, "
        f"{counts['left_out']:,} left out",
    )
    reasons, flags = Counter[str](), Counter[str]()
    for report in reports:
        reasons.update(report["reasons"])
        flags.update(report["flagged_read"])
    if flags:
        told = (f"{FLAGS[flag]} ({flag}) {count:,}" for flag, count in flags.most_common())
        console.print(f"  flagged: {', '.join(told)}")
    for reason, count in reasons.most_common(_SHOWN):
        console.print(f"  {count:,}: {reason}")


def _today() -> date:
    return datetime.now().astimezone().date()
