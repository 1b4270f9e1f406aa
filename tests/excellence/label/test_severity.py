"""How strict experts are: by hand, linked and unlinked, recovered from made-up files."""

import numpy as np
import pytest

from hanse.excellence.label.severity import severities


def test_two_experts_on_two_files_by_hand() -> None:
    """Differences 0.10 and 0.06: on the mean 0.08, so 0.04 to either side.

    Residuals of the differences are 0.02 and -0.02; each score is off by half of that, so the sum
    of squares is 4 * 0.01^2 = 0.0004 with 4 scores - 2 files - 1 difference = 1 degree of freedom.
    The variance of half a mean difference of two files is 0.0004 * 1/4.
    """
    lenient, strict = severities([{1: 0.90, 2: 0.80}, {1: 0.86, 2: 0.80}])
    assert (lenient.expert, strict.expert) == (1, 2)
    assert lenient.leniency == pytest.approx(0.04)
    assert strict.leniency == pytest.approx(-0.04)
    assert lenient.standard_error == pytest.approx((0.0004 / 4) ** 0.5)
    assert lenient.shrunk == pytest.approx(0.04 * 2 / 4)
    assert (lenient.files, lenient.group, strict.group) == (2, 0, 0)


def test_a_chain_of_files_links_experts_who_never_met() -> None:
    """1 is 0.1 above 2, 2 is 0.1 above 3: so 1 is 0.2 above 3, and they add up to 0."""
    found = severities([{1: 0.9, 2: 0.8}, {2: 0.7, 3: 0.6}])
    assert [each.leniency for each in found] == pytest.approx([0.1, 0.0, -0.1])
    assert {each.group for each in found} == {0}
    assert [each.standard_error for each in found] == [None, None, None]


def test_unlinked_groups_are_kept_apart() -> None:
    found = severities([{1: 0.9, 2: 0.7}, {3: 0.5, 4: 0.4}])
    groups = {each.expert: each.group for each in found}
    assert groups[1] == groups[2] != groups[3] == groups[4]
    assert [each.leniency for each in found] == pytest.approx([0.1, -0.1, 0.05, -0.05])


def test_files_scored_alone_say_nothing() -> None:
    assert severities([{1: 0.9}, {2: 0.3}]) == ()
    assert severities([]) == ()


def test_the_level_of_a_file_does_not_matter() -> None:
    one = severities([{1: 0.9, 2: 0.8, 3: 0.7}, {1: 0.5, 2: 0.45, 3: 0.2}])
    other = severities([{1: 0.4, 2: 0.3, 3: 0.2}, {1: 0.95, 2: 0.9, 3: 0.65}])
    assert [e.leniency for e in one] == pytest.approx([e.leniency for e in other])


def test_made_up_severities_are_found_again() -> None:
    rng = np.random.default_rng(2026)
    true = rng.normal(0, 0.05, 12)
    true -= true.mean()
    files = []
    for _ in range(300):
        level = rng.uniform(0.5, 0.9)
        pair = rng.choice(12, 2, replace=False)
        files.append({int(e): float(level + true[e] + rng.normal(0, 0.02)) for e in pair})
    found = severities(files)
    off = np.array([each.leniency for each in found]) - true
    errors = np.array([each.standard_error for each in found], dtype=float)
    assert np.abs(off).max() < 0.01
    assert 0.001 < errors.min() <= errors.max() < 0.006
    assert (np.abs(off) < 2 * errors).mean() > 0.8
