"""The four fields of a portfolio."""

import pytest

from hanse.observatory.portfolio import FIELDS, Field, field_of


@pytest.mark.parametrize(
    ("quotient", "growth", "field"),
    [
        (1.0, 0.001, "leading"),
        (2.5, 0.0, "receding"),
        (2.5, -0.01, "receding"),
        (0.999, 0.02, "emerging"),
        (0.0, 0.0, "trailing"),
        (None, 0.02, None),
        (1.2, None, None),
    ],
)
def test_the_field_of_a_cluster(
    quotient: float | None, growth: float | None, field: Field | None
) -> None:
    assert field_of(quotient, growth) == field
    assert field is None or field in FIELDS


def test_other_lines_between_the_fields() -> None:
    assert field_of(1.2, 0.02, specialised_from=1.25) == "emerging"
    assert field_of(1.2, 0.02, growing_from=0.02) == "receding"
