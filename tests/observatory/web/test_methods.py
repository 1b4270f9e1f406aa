"""Pages on methods: each figure, rule and scheme has one, says all there is, and is reachable."""

import re
from html import unescape

import polars as pl
import pytest
from django.test import Client

from hanse.observatory.methods import CODES, METHODS, example
from hanse.observatory.plain_words import WORDS
from hanse.observatory.ratings.rules import RULES
from hanse.observatory.warehouse import Edition
from hanse.observatory.web.formulas import formula_markup


def shown(client: Client, address: str) -> str:
    """The text of a page that must be there, without its markup."""
    answer = client.get(address)
    assert answer.status_code == 200
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(text).split())


def links(client: Client, address: str) -> set[str]:
    return set(re.findall(r'href="([^"#?]+)', client.get(address).content.decode()))


def test_every_method_and_rule_can_be_reached(client: Client, demo_edition: Edition) -> None:
    there = links(client, "/methods/")
    assert {f"/methods/{code}/" for code in CODES} <= there
    schemes = {f"/methods/schemes/{s['code']}/" for s in demo_edition.manifest["schemes"]}
    assert schemes <= there


@pytest.mark.parametrize("code", METHODS)
def test_a_method_says_all_there_is(client: Client, demo_edition: Edition, code: str) -> None:
    method = METHODS[code]
    text = shown(client, f"/methods/{code}/")
    facts = (method.label, method.words, method.unit, method.nulls, method.reference)
    for fact in (*facts, method.caution, method.to_confirm, method.function, method.row):
        assert " ".join(fact.split()) in text
    assert method.formula in unescape(client.get(f"/methods/{code}/").content.decode())
    assert all(line.strip() in text for line in example(method).splitlines())


@pytest.mark.parametrize("code", RULES)
def test_a_rule_says_all_there_is(client: Client, demo_edition: Edition, code: str) -> None:
    rule = RULES[code]
    text = shown(client, f"/methods/{code}/")
    assert rule.label in text
    assert rule.reference in text
    assert all(number.label in text for number in rule.numbers.values())
    assert all(each.label in text for each in rule.criteria)
    to_confirm = sum(not number.confirmed for number in rule.numbers.values())
    assert text.count("to confirm") >= to_confirm
    assert ("This edition uses it" in text) == (code == demo_edition.manifest["rating"]["code"])


def test_a_scheme_tells_its_industries_and_who_decided(
    client: Client, demo_edition: Edition
) -> None:
    for scheme in demo_edition.manifest["schemes"]:
        text = shown(client, f"/methods/schemes/{scheme['code']}/")
        for fact in ("title", "source", "licence", "decided_by"):
            assert " ".join(scheme[fact].split()) in text
        members = demo_edition.query(
            "SELECT industry, weight FROM scheme_members WHERE scheme = $scheme",
            {"scheme": scheme["code"]},
        )
        assert all(industry in text for industry in members["industry"])
        assert text.count(" weight ") >= members.filter(members["weight"] != 1).height


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/methods/nothing/", "There is no method nothing"),
        ("/methods/schemes/nothing/", "There is no scheme nothing"),
        ("/methods/?edition=gone", "There is no edition gone"),
    ],
)
def test_what_is_not_there(client: Client, demo_edition: Edition, address: str, said: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404


def test_every_figure_has_plain_words() -> None:
    without_rank = {code for code, method in METHODS.items() if method.group != "rank"}
    assert set(WORDS) == without_rank
    assert all(text.endswith(".") for text in WORDS.values())


@pytest.mark.parametrize("code", METHODS)
def test_setting_a_formula_loses_nothing(code: str) -> None:
    formula = METHODS[code].formula
    spoken = re.sub(r"<[^>]+>", "", unescape(formula_markup(formula).split(">", 1)[1]))
    signs = {"\N{MINUS SIGN}": "-", "≤": "<=", "≥": ">=", "\N{MIDDLE DOT}": "*"}
    for sign, written in signs.items():
        spoken = spoken.replace(sign, written)
    kept = re.compile(r"[^\s_^()<>]")
    assert kept.findall(spoken) == kept.findall(formula)


def test_indices_are_set_as_such() -> None:
    for formula in ("e_ij", "value added / e_ij", "(e_ij / e_.j)"):
        assert "<msub><mi>e</mi><mtext>ij</mtext></msub>" in formula_markup(formula)
    assert "<msup><mi>s</mi><mtext>2</mtext></msup>" in formula_markup("sum of s^2")
    assert "<math>" not in formula_markup("a larger employment_persons")


def test_a_formula_cannot_bring_markup() -> None:
    assert "<script" not in formula_markup('<script>alert("x")</script> e_ij^<b>')


RUN = [code for code, method in METHODS.items() if method.group not in {"measure", "relatedness"}]
NEED_MORE = {"cluster_index", "ellison_glaeser"}


@pytest.mark.parametrize("code", METHODS)
def test_examples_compile(code: str) -> None:
    compile(example(METHODS[code]), code, "exec")


@pytest.mark.parametrize("code", [code for code in RUN if code not in NEED_MORE])
def test_examples_run(demo_edition: Edition, code: str) -> None:
    clusters = demo_edition.query(
        "SELECT region, category, year, employment_persons, establishments_count, wages_eur, "
        "value_added_eur FROM clusters WHERE scheme = 'traded_local' AND year IN (2015, 2020)"
    )
    names: dict[str, object] = {"clusters": clusters}
    exec(example(METHODS[code]), names)
    found = names.get("figures", names.get("with_figures"))
    assert isinstance(found, pl.DataFrame)
    assert code in found.columns
    assert found[code].count() > 0
