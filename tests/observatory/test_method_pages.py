"""The pages on indicators and ratings say what the code does today."""

import importlib
from pathlib import Path

import pytest

from hanse.observatory.catalogue import CATALOGUE
from hanse.observatory.method_pages import main, pages
from hanse.observatory.ratings.rules import RULES
from hanse.observatory.structure import STRUCTURE, Figure

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_page_is_up_to_date(name: str) -> None:
    written = (REFERENCE / name).read_text("utf-8")
    assert written == pages()[name], "run `python -m hanse.observatory.method_pages docs/reference`"


def test_the_pages_name_every_indicator_rule_and_number() -> None:
    text = pages()
    for code, entry in CATALOGUE.items():
        section = text["indicators.md"].split(f"\n## {code}\n")[1].split("\n## ")[0]
        assert entry.formula in section
        assert entry.nulls in section
    for code, rule in RULES.items():
        section = text["ratings.md"].split(f"\n## {code}\n")[1].split("\n## ")[0]
        open_numbers = [number for number in rule.numbers.values() if not number.confirmed]
        assert all(f"`{name}`" in section for name in rule.numbers)
        assert section.count("*To confirm.*") == len(open_numbers)


@pytest.mark.parametrize("figure", STRUCTURE.values(), ids=lambda figure: figure.code)
def test_a_figure_of_structure_is_documented_and_its_function_exists(figure: Figure) -> None:
    section = pages()["structure.md"].split(f"\n## {figure.code}\n")[1].split("\n## ")[0]
    assert figure.formula in section
    assert figure.nulls in section
    module, _, name = figure.function.rpartition(".")
    assert f"`{figure.code}`" in getattr(importlib.import_module(module), name).__doc__


def test_writing_the_pages(tmp_path: Path) -> None:
    main(tmp_path / "reference")
    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "reference").iterdir()}
    assert written == pages()
