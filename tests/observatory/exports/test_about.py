"""Synthetic data say so in the title."""

from dataclasses import replace

from tests.observatory.exports.tables_made import ABOUT, INVENTED


def test_label_says_synthetic_once() -> None:
    assert ABOUT.label == ABOUT.title
    assert INVENTED.label == "Synthetic data: Clusters"
    assert replace(INVENTED, title="Synthetic clusters").label == "Synthetic clusters"
