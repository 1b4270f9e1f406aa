"""What acro 1.0.2 and dealib 1.0.0 said of made-up cases; see benchmarks/excellence_peers.py."""

import numpy as np
import pytest

from hanse.excellence.benchmark.disclosure.rules import Rules, dominated
from hanse.excellence.benchmark.envelopment import Orientation, Returns, efficiency

INPUTS = [
    [1.97, 1.84], [3.9, 12.51], [15.85, 10.12], [12.66, 13.21], [1.37, 5.68], [19.96, 7.28],
    [18.99, 10.35], [5.23, 1.05], [5.13, 7.11], [9.35, 9.5], [11.42, 10.01], [1.62, 6.07],
]  # fmt: skip
OUTPUTS = [
    [19.28, 1.52], [14.95, 10.05], [14.43, 7.32], [8.03, 10.82], [18.28, 7.24], [2.63, 1.73],
    [17.75, 6.96], [3.27, 12.33], [17.05, 12.39], [3.88, 8.71], [6.06, 1.31], [19.35, 9.73],
]  # fmt: skip


@pytest.mark.parametrize(
    ("amounts", "few", "nk", "ratio"),
    [
        ([143.0, 190.8], True, True, True),
        ([43.4, 20.1, 225.4, 45.5, 53.1], False, False, False),
        ([13.5, 350.1, 50.8, 2.1, 135.7], False, True, False),
        ([30.1, 1023.9, 63.0], True, True, True),
        ([162.4, 94.2, 28.9, 438.1, 269.4, 19.5, 50.5], False, False, False),
        ([138.7, 38.8, 52.8, 26551.5, 34.4, 101.5], False, True, True),
        ([4.5, 200.0, 329.4, 81.7], True, True, False),
        ([326.9, 6.6], True, True, True),
    ],
)
def test_acro_flags_the_same(amounts: list[float], few: bool, nk: bool, ratio: bool) -> None:
    values = np.array(amounts)
    assert (values.size < Rules().threshold) is few
    assert dominated(values, Rules(ratio=0.0)) is nk
    assert dominated(values, Rules(dominance=1.0)) is ratio


@pytest.mark.parametrize(
    ("returns", "orientation", "wanted"),
    [
        ("constant", "input", [1, 0.472711, 0.221085, 0.265045, 1, 0.047262, 0.208039, 1, 0.6986,
                               0.291438, 0.074058, 1]),
        ("constant", "output", [1, 2.115457, 4.523153, 3.77294, 1, 21.158503, 4.806799, 1,
                                1.431435, 3.431256, 13.503019, 1]),
        ("variable", "input", [1, 0.523655, 0.285895, 0.267476, 1, 0.191252, 0.388428, 1, 1,
                               0.329175, 0.181366, 1]),
        ("variable", "output", [1, 1.140086, 1.337383, 1.145102, 1, 6.729052, 1.090141, 1, 1,
                                1.422503, 3.193069, 1]),
    ],
)  # fmt: skip
def test_dealib_gives_the_same_scores(
    returns: Returns, orientation: Orientation, wanted: list[float]
) -> None:
    found = efficiency(
        np.array(INPUTS), np.array(OUTPUTS), returns=returns, orientation=orientation
    )
    assert found.scores == pytest.approx(wanted, abs=1e-6)
