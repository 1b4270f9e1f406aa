"""Writes the table of divisions into docs/guide/schemes.md; the tests say when it is due."""

from pathlib import Path

from hanse.foundation.sectors import classification
from hanse.observatory.schemes.loader import scheme
from hanse.observatory.schemes.placement import placement_table

PAGE = Path(__file__).resolve().parent.parent / "docs" / "guide" / "schemes.md"
BEGIN, END = "<!-- divisions: begin -->\n", "<!-- divisions: end -->\n"

text = PAGE.read_text("utf-8")
before, after = text.split(BEGIN)[0], text.split(END)[1]
table = placement_table(scheme("traded_local"), classification("nace_rev2"), "division")
PAGE.write_text(before + BEGIN + table + END + after, "utf-8")
