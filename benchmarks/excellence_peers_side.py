"""The peers' side of `excellence_peers.py`: runs where Hanse is not installed."""

import json
import os
import sys
from pathlib import Path


def main() -> None:
    # Only the environment that uv makes for this file has these.
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415
    from acro import ACRO  # noqa: PLC0415
    from dealib import dea  # noqa: PLC0415

    source, target = (Path(each).resolve() for each in sys.argv[1:3])
    given = json.loads(source.read_text("utf-8"))
    os.chdir(target.parent)  # acro writes files where it runs
    checker = ACRO(suppress=False)
    checker.config |= {
        "safe_threshold": given["threshold"],
        "safe_nk_n": given["n"],
        "safe_nk_k": given["k"],
        "safe_pratio_p": given["p"],
    }
    table = pd.DataFrame(
        [(at, "x", value) for at, amounts in enumerate(given["groups"]) for value in amounts],
        columns=["group", "one", "value"],
    )
    checker.crosstab(table.group, table.one, values=table.value, aggfunc="mean")
    outcome = checker.results.results["output_0"].outcome.iloc[:, 0]
    groups = [
        {
            "threshold": "MinimumThreshold" in str(outcome[at]),
            "nk": "NKCheck" in str(outcome[at]),
            "p": "PPercent" in str(outcome[at]),
        }
        for at in range(len(given["groups"]))
    ]
    units = [
        [
            dea(
                np.array(each["inputs"]), np.array(each["outputs"]), rts=rts, orientation=way
            ).eff.tolist()
            for rts, way in given["models"]
        ]
        for each in given["units"]
    ]
    target.write_text(json.dumps({"groups": groups, "units": units}), "utf-8")
    print(sorted({part for each in outcome for part in str(each).split("; ")}))


if __name__ == "__main__":
    main()
