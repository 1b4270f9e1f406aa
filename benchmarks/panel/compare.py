"""Whether both sides of the panel benchmark give the same result, cell by cell."""

import json
import math
import sys
from pathlib import Path

import polars as pl

from benchmarks.panel.columns import COMPARED, KEYS, RATES, WHOLE


def differences(ours: Path, theirs: Path) -> dict[str, float]:
    """For each result column the greatest difference, relative but for `RATES`.

    Stars and ranks are compared exactly and give 0 or infinity, as do differing nulls. Raises
    `ValueError` when the regions, categories and years of the rows are not the same.
    """
    left, right = (
        pl.read_parquet(path, columns=list(COMPARED)).sort(KEYS) for path in (ours, theirs)
    )
    if not left.select(KEYS).equals(right.select(KEYS)):
        raise ValueError("the rows differ")
    found = {}
    for column in COMPARED[len(KEYS) :]:
        # pandas writes missing figures as NaN and missing whole numbers as floats.
        one, other = (table[column].cast(pl.Float64).fill_nan(None) for table in (left, right))
        apart = (one - other).abs()
        if column not in (*WHOLE, *RATES):
            greater = pl.select(pl.max_horizontal(one.abs(), other.abs())).to_series()
            apart = pl.select(pl.when(apart > 0).then(apart / greater).otherwise(0.0)).to_series()
        worst = apart.max()
        same_nulls = (one.is_null() == other.is_null()).all()
        known = worst if isinstance(worst, float) else 0.0
        exact = column not in WHOLE or known == 0
        found[column] = known if same_nulls and exact else math.inf
    return found


if __name__ == "__main__":
    print(json.dumps(differences(Path(sys.argv[1]), Path(sys.argv[2]))))
