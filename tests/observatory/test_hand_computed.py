"""Every figure Hanse computes has a table worked by hand, on every engine."""

import ast
from pathlib import Path

import pytest

from hanse.observatory.catalogue import CATALOGUE

TESTS = Path(__file__).resolve().parent
WITHOUT_AN_ENTRY = ("proximity", "relatedness_density")
FIGURES = sorted({code for code, each in CATALOGUE.items() if each.indicator is not None})
FIGURES += WITHOUT_AN_ENTRY

WRITTEN_OUT = (
    ast.Constant,
    ast.List,
    ast.BinOp,
    ast.UnaryOp,
    ast.operator,
    ast.unaryop,
    ast.expr_context,
)


def hand_computed(source: str) -> set[str]:
    """The codes that a test in `source`, run on all engines, compares with figures written out.

    Such a test is parametrised with ENGINES and says `same(table["code"], [0.5, 1 / 3, None])`.
    """
    return {
        call.args[0].slice.value
        for test in ast.walk(ast.parse(source))
        if isinstance(test, ast.FunctionDef)
        and test.name.startswith("test_")
        and any("ENGINES" in ast.unparse(mark) for mark in test.decorator_list)
        for call in ast.walk(test)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) == "same"
        and isinstance(call.args[0], ast.Subscript)
        and isinstance(call.args[0].slice, ast.Constant)
        and isinstance(call.args[0].slice.value, str)
        and is_written_out(call.args[1])
    }


def is_written_out(expected: ast.expr) -> bool:
    """Whether `expected` is a list of two figures or more, computed by nothing but arithmetic."""
    return (
        isinstance(expected, ast.List)
        and len(expected.elts) >= 2
        and all(isinstance(node, WRITTEN_OUT) for node in ast.walk(expected))
    )


FOUND = frozenset(
    code
    for path in TESTS.rglob("test_*.py")
    for code in hand_computed(path.read_text(encoding="utf-8"))
)


@pytest.mark.parametrize("code", FIGURES)
def test_a_figure_is_worked_by_hand(code: str) -> None:
    assert code in FOUND, f'no test on all engines says same(table["{code}"], [...])'


@pytest.mark.parametrize(
    ("mark", "line", "codes"),
    [
        ("ENGINES", 'same(table["share"], [0.5, -1 / 3, None])', {"share"}),
        ("ENGINES", 'same(table["share"], [0.5])', set()),
        ("ENGINES", 'same(table["share"], [twin(1), 0.5])', set()),
        ("ENGINES", 'same(table["share"], expected)', set()),
        ("ENGINES", 'table["share"]', set()),
        ("SOME", 'same(table["share"], [0.5, 1.0])', set()),
    ],
)
def test_what_counts_as_worked_by_hand(mark: str, line: str, codes: set[str]) -> None:
    source = f'@pytest.mark.parametrize("engine", {mark})\ndef test_x(engine):\n    {line}\n'
    assert hand_computed(source) == codes
