"""Calibration exercises, worked by hand."""

import pytest

from hanse.excellence.training.calibration import Apart, PassRule, calibrate

REFERENCE = {"1.1.0": 3, "1.1.1": 2, "2.1": 4, "2.4": 1, "4.1.1": 0}


def test_the_same_scores_agree_in_full() -> None:
    found = calibrate(REFERENCE, REFERENCE)
    assert (found.exact, found.within_one, found.bias, found.apart) == (1.0, 1.0, 0.0, ())
    assert found.kappa == pytest.approx(1.0)
    assert found.passed


def test_one_milder_and_one_far_off() -> None:
    given = {**REFERENCE, "2.4": 2, "4.1.1": 3}
    found = calibrate(given, REFERENCE)
    assert (found.exact, found.within_one) == (0.6, 0.8)
    assert found.bias == pytest.approx(0.8)  # (1 + 3) / 5
    assert found.apart == (Apart("4.1.1", 3, 0), Apart("2.4", 2, 1))
    assert not found.passed
    assert calibrate(given, REFERENCE, PassRule(0.6, 0.8, 0.8)).passed


def test_kappa_by_hand() -> None:
    # Observed: (0 + 1) / 2. Expected, over all pairs: (0 + 4 + 9 + 1) / 4 = 3.5.
    found = calibrate({"a": 1, "b": 4}, {"a": 1, "b": 3})
    assert found.kappa == pytest.approx(6 / 7)


def test_every_criterion_must_be_scored_and_no_other() -> None:
    with pytest.raises(ValueError, match=r"Not scored: 4\.1\.1"):
        calibrate({code: 1 for code in REFERENCE if code != "4.1.1"}, REFERENCE)
    with pytest.raises(ValueError, match=r"not part of the case: 9"):
        calibrate({**REFERENCE, "9": 1}, REFERENCE)
