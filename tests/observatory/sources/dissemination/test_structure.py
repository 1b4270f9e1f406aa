"""Structure messages are read in their several forms, and refused when they are something else."""

import gzip

import pytest

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.dissemination.structure import (
    Fault,
    Queued,
    read_answer,
    read_stamp,
    read_structure,
    read_xml,
)
from tests.observatory.sources.misbehaving_server import (
    EurostatLike,
    fault_body,
    queued_body,
    status_body,
)

HERE = "https://example.org/flow"


@pytest.fixture(scope="module")
def messages() -> tuple[bytes, bytes]:
    """Dataflow and constraint as the demonstration server words them."""
    with EurostatLike() as server:
        return server.flow(), server.constraint()


def test_title_stamp_order_and_codes(messages: tuple[bytes, bytes]) -> None:
    structure = read_structure("demo_r", *messages, where=HERE)
    assert structure.title == "Demonstration by region & activity"
    assert structure.updated == "2026-07-31T23:00:00+0200" == read_stamp(messages[0], where=HERE)
    assert structure.dimensions == ("freq", "nace_r2", "geo")
    assert structure.codes["TIME_PERIOD"] == ("2019", "2020", "2021")


def test_gzipped_and_in_another_case(messages: tuple[bytes, bytes]) -> None:
    flow, constraint = messages
    louder = constraint.replace(b'id="geo"', b'id="GEO"')
    structure = read_structure("demo_r", gzip.compress(flow), gzip.compress(louder), where=HERE)
    assert structure.codes["geo"] == ("AT11", "AT12", "BE10")


def test_without_the_data_structure_the_constraint_gives_the_order(
    messages: tuple[bytes, bytes],
) -> None:
    flow, constraint = messages
    bare = flow.replace(b"s:Dimension ", b"s:Other ")
    structure = read_structure("demo_r", bare, constraint, where=HERE)
    assert structure.dimensions == ("freq", "nace_r2", "geo")


@pytest.mark.parametrize(
    ("flow", "constraint"),
    [
        (b"", b"<a/>"),
        (b"not xml", b"<a/>"),
        (b"<a/>", b"<a/>"),
        (b"<Dataflow/>", b"<a/>"),
        (b'<Dataflow><Dimension id="geo" position="1"/></Dataflow>', b"<a/>"),
        (b"\x1f\x8bbroken", b"<a/>"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa">]><Dataflow>&a;</Dataflow>', b"<a/>"),
        (b" " * 5000 + b'<!DOCTYPE x [<!ENTITY a "aaaa">]><Dataflow>&a;</Dataflow>', b"<a/>"),
    ],
)
def test_anything_else_is_refused(flow: bytes, constraint: bytes) -> None:
    with pytest.raises(HanseError, match="does not understand") as problem:
        read_structure("demo_r", flow, constraint, where=HERE)
    assert problem.value.where == HERE


def test_faults_and_tickets_are_told_apart(messages: tuple[bytes, bytes]) -> None:
    assert read_answer(fault_body("413", "TOO_BIG")) == Fault("413", "TOO_BIG")
    assert read_answer(queued_body("k1")) == Queued("k1", "SUBMITTED")
    assert read_answer(status_body("k2", "AVAILABLE")) == Queued("k2", "AVAILABLE")
    assert read_answer(messages[0]) is None
    assert read_answer(b"<html>") is None
    assert read_xml(b"<a/>", HERE).tag == "a"
