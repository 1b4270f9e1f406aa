"""Every figure Hanse computes has a table worked by hand, on every engine."""

import ast
from pathlib import Path

import pytest

from hanse.observatory.catalogue import CATALOGUE
from hanse.observatory.structure import STRUCTURE
from hanse.observatory.tables import MEASURES

TESTS = Path(__file__).resolve().parent
ON_ARRAYS = {"ellison_glaeser"}
# Measures come from sources and are not computed.
ON_TABLES = (set(CATALOGUE) - set(MEASURES)) | (set(STRUCTURE) - ON_ARRAYS)

WRITTEN_OUT = (
    ast.Call,
    ast.Name,
    ast.Constant,
    ast.List,
    ast.BinOp,
    ast.UnaryOp,
    ast.operator,
    ast.unaryop,
    ast.expr_context,
)


def hand_computed(source: str, *, engines: bool = True) -> set[str]:
    """The codes that a test in `source` compares with figures written out.

    Such a test says `same(table["code"], [0.5, 1 / 3, None])`. engines: only tests that are
    parametrised with ENGINES.
    """
    return {
        call.args[0].slice.value
        for test in ast.walk(ast.parse(source))
        if isinstance(test, ast.FunctionDef)
        and test.name.startswith("test_")
        and (not engines or any("ENGINES" in ast.unparse(mark) for mark in test.decorator_list))
        for call in ast.walk(test)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) == "same"
        and isinstance(call.args[0], ast.Subscript)
        and isinstance(call.args[0].slice, ast.Constant)
        and isinstance(call.args[0].slice.value, str)
        and is_written_out(call.args[1])
    }


def is_written_out(expected: ast.expr) -> bool:
    """Whether `expected` is a list of two figures or more, of arithmetic and logarithms only."""
    return (
        isinstance(expected, ast.List)
        and len(expected.elts) >= 2
        and all(isinstance(node, WRITTEN_OUT) for node in ast.walk(expected))
        and {node.id for node in ast.walk(expected) if isinstance(node, ast.Name)} <= {"log"}
    )


SOURCES = [path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py")]
FOUND = {
    engines: set().union(*(hand_computed(each, engines=engines) for each in SOURCES))
    for engines in (True, False)
}


@pytest.mark.parametrize("code", sorted(ON_TABLES))
def test_a_figure_is_worked_by_hand_on_all_engines(code: str) -> None:
    assert code in FOUND[True], f'no test on all engines says same(table["{code}"], [...])'


@pytest.mark.parametrize("code", sorted(ON_ARRAYS))
def test_a_figure_of_arrays_is_worked_by_hand(code: str) -> None:
    assert code in FOUND[False], f'no test says same(table["{code}"], [...])'


@pytest.mark.parametrize(
    ("mark", "line", "codes"),
    [
        ("ENGINES", 'same(table["share"], [0.5, -1 / 3, None])', {"share"}),
        ("ENGINES", 'same(table["share"], [0.5])', set()),
        ("ENGINES", 'same(table["share"], [twin(1), 0.5])', set()),
        ("ENGINES", 'same(table["share"], [log(2), 0.5])', {"share"}),
        ("ENGINES", 'same(table["share"], expected)', set()),
        ("ENGINES", 'table["share"]', set()),
        ("SOME", 'same(table["share"], [0.5, 1.0])', set()),
    ],
)
def test_what_counts_as_worked_by_hand(mark: str, line: str, codes: set[str]) -> None:
    source = f'@pytest.mark.parametrize("engine", {mark})\ndef test_x(engine):\n    {line}\n'
    assert hand_computed(source) == codes
