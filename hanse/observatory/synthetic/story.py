"""What was put into the synthetic statistics, so that a reader can check that it is found."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from hanse.observatory.synthetic.planting import Kind


@dataclass(frozen=True, slots=True)
class PlantedCluster:
    """A group of industries in a region; figures are the unsuppressed truth.

    location_quotient: of employment over all classes, in `promised_year`, against the sum of
    all regions in the file, extra-regio territory included; between 3 and 12.
    """

    region: str
    region_name: str
    group: str
    classes: tuple[str, ...]
    kind: Kind
    promised_year: int
    location_quotient: float
    first_year_quotient: float
    last_year_quotient: float
    employment_first_year_persons: int
    employment_lowest_persons: int
    employment_last_year_persons: int


@dataclass(frozen=True, slots=True)
class CellCount:
    """Cells of one measure at one level of both hierarchies, all years together."""

    measure: str
    region_level: int  # 0 country, 1, 2
    industry_level: str  # section, division, group, class
    cells: int
    confidential: int
    not_delivered: int
    flagged: int  # other flags


@dataclass(frozen=True, slots=True)
class SyntheticStory:
    """Everything a test or a demo needs to know about a synthetic data set."""

    dataset: str
    title: str
    source: str
    licence: str
    seed: int
    first_year: int
    last_year: int
    nuts_vintage: int
    classification: str
    regions: int
    classes: int
    files: tuple[str, ...]
    planted: tuple[PlantedCluster, ...]
    cell_counts: tuple[CellCount, ...]
    synthetic: bool = True

    def withheld_share(self, measure: str, *, region_level: int, industry_level: str) -> float:
        """Share of cells without a figure (confidential or not delivered), 0 to 1."""
        for count in self.cell_counts:
            if (count.measure, count.region_level, count.industry_level) == (
                measure,
                region_level,
                industry_level,
            ):
                return (count.confidential + count.not_delivered) / max(1, count.cells)
        raise KeyError((measure, region_level, industry_level))

    def write(self, path: Path) -> None:
        """Write the story as JSON."""
        unfinished = path.with_name(f"{path.name}.part")
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2)
        unfinished.write_text(text + "\n", encoding="utf-8")
        unfinished.replace(path)
