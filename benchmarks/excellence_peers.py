"""Rules of disclosure control against the package `acro`, efficiency against `dealib`.

Run `.venv/bin/python -m benchmarks.excellence_peers`. `dealib` 1.0.0 needs NumPy below 2 and `acro`
1.0.2 needs pandas below 2.3.4, so neither can be installed beside Hanse: they run in an environment
that uv makes for them and throws away, in `excellence_peers_side.py`.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from hanse.excellence.benchmark.disclosure.rules import Rules, dominated
from hanse.excellence.benchmark.envelopment import Orientation, Returns, efficiency

PEERS = ("acro==1.0.2", "dealib==1.0.0", "setuptools<81")
MODELS: tuple[tuple[str, str, Returns, Orientation], ...] = (
    ("crs", "input", "constant", "input"),
    ("crs", "output", "constant", "output"),
    ("vrs", "input", "variable", "input"),
    ("vrs", "output", "variable", "output"),
)
RESULTS = Path(__file__).parent / "results" / "excellence_peers.md"


def cases() -> dict[str, Any]:
    """Made-up groups of amounts and units with inputs and outputs; seeded."""
    random = np.random.default_rng(7)
    groups = [
        np.round(random.pareto(0.9, random.integers(2, 15)) * 40 + 1, 1).tolist()
        for _ in range(300)
    ]
    units = [
        {
            "inputs": np.round(random.uniform(1, 20, (12, 2)), 2).tolist(),
            "outputs": np.round(random.uniform(1, 20, (12, 2)), 2).tolist(),
        }
        for _ in range(10)
    ]
    rules = Rules()
    return {
        "groups": groups,
        "units": units,
        "threshold": rules.threshold,
        "n": rules.dominant,
        "k": rules.dominance,
        "p": rules.ratio,
        "models": [model[:2] for model in MODELS],
    }


def peers(given: dict[str, Any]) -> dict[str, Any]:
    """What the peers say of the cases, from an environment of their own."""
    with tempfile.TemporaryDirectory(prefix="hanse-peers-") as folder:
        source, target = Path(folder) / "cases.json", Path(folder) / "said.json"
        source.write_text(json.dumps(given), "utf-8")
        command = [str(Path(sys.executable).parent / "uv"), "run", "--no-project", "--isolated"]
        command += [part for each in PEERS for part in ("--with", each)]
        side = Path(__file__).with_name("excellence_peers_side.py")
        subprocess.run([*command, "python", str(side), str(source), str(target)], check=True)
        said: dict[str, Any] = json.loads(target.read_text("utf-8"))
        return said


def main() -> None:
    given = cases()
    said = peers(given)
    rules = Rules()
    alike = {"threshold": 0, "dominance": 0}
    for amounts, theirs in zip(given["groups"], said["groups"], strict=True):
        few = len(amounts) < rules.threshold
        alike["threshold"] += few == theirs["threshold"]
        ours = dominated(np.array(amounts), rules)
        alike["dominance"] += ours == (theirs["nk"] or theirs["p"])
    apart = 0.0
    for each, theirs in zip(given["units"], said["units"], strict=True):
        for (_rts, _way, returns, orientation), scores in zip(MODELS, theirs, strict=True):
            found = efficiency(
                np.array(each["inputs"]),
                np.array(each["outputs"]),
                returns=returns,
                orientation=orientation,
            )
            apart = max(apart, float(np.abs(found.scores - np.array(scores)).max()))
    flagged = sum(each["nk"] or each["p"] for each in said["groups"])
    text = (
        "# Excellence against its peers\n\n"
        "Written by `python -m benchmarks.excellence_peers`; cases are made up and seeded.\n\n"
        "| what | peer | cases | result |\n|---|---|---|---|\n"
        f"| threshold of 5 | acro 1.0.2 | 300 groups | {alike['threshold']} alike |\n"
        f"| n = 2, k = 85 %, and p = 10 % | acro 1.0.2 | 300 groups, {flagged} flagged | "
        f"{alike['dominance']} alike |\n"
        f"| efficiency: constant and variable returns, by input and output | dealib 1.0.0 | "
        f"480 scores | greatest difference {apart:.1e} |\n"
    )
    RESULTS.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
