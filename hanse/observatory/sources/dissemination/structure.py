"""What Eurostat says of a data set before its figures: title, update stamp, dimensions, codes."""

import gzip
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree

from hanse.foundation.problems import HanseError

TIME: Final = "TIME_PERIOD"


@dataclass(frozen=True, slots=True)
class Structure:
    """A data set as its structure messages describe it.

    dimensions: names in the order of the key, time left out. codes: dimension -> codes that occur
    in the data, `TIME_PERIOD` included. updated: stamp of the last change of the data, "" if none.
    """

    dataset: str
    title: str
    updated: str
    dimensions: tuple[str, ...]
    codes: Mapping[str, tuple[str, ...]]

    def name_of(self, wanted: str) -> str:
        """The dimension called `wanted` in any case; `time` and `year` name the time dimension.

        Raises `HanseError` listing the dimensions when there is none of that name.
        """
        if wanted.upper() in ("TIME", "YEAR", TIME):
            return TIME
        for name in self.dimensions:
            if name.lower() == wanted.lower():
                return name
        raise HanseError(
            f"{self.dataset} has no dimension {wanted}.",
            remedy=f"Its dimensions are {', '.join(self.dimensions)} and time.",
        )


@dataclass(frozen=True, slots=True)
class Fault:
    """An error as the service words it: its code and its text."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Queued:
    """The service has queued a request: its key, and SUBMITTED, PROCESSING, AVAILABLE, ..."""

    key: str
    status: str


def read_structure(dataset: str, flow: bytes, constraint: bytes, *, where: str) -> Structure:
    """The structure in a dataflow message (with its descendants) and a content constraint.

    Raises `HanseError` naming `where` when the messages are not SDMX-ML 2.1 or say too little.
    """
    flow_root, constraint_root = read_xml(flow, where), read_xml(constraint, where)
    dataflow = next(_named(flow_root, "Dataflow"), None)
    if dataflow is None:
        raise _unknown(where, "there is no Dataflow in it")
    found = {
        key.get("id", ""): tuple(text for value in _named(key, "Value") if (text := _text(value)))
        for key in _named(constraint_root, "KeyValue")
    }
    placed = sorted(
        (int(place), name)
        for dimension in _named(flow_root, "Dimension")
        if (place := dimension.get("position", "")).isdecimal() and (name := dimension.get("id"))
    )
    # Eurostat lists the dimensions of a constraint in the order of the key, which serves where
    # the dataflow came without its data structure.
    dimensions = tuple(name for _place, name in placed) or tuple(n for n in found if n != TIME)
    any_case = {name.lower(): codes for name, codes in found.items()}
    codes = {name: any_case.get(name.lower(), ()) for name in (*dimensions, TIME)}
    if not dimensions or any(not codes.get(name) for name in dimensions):
        raise _unknown(where, "it does not list the dimensions and their codes")
    return Structure(
        dataset=dataset,
        title=_title(dataflow),
        updated=_annotation(dataflow, "UPDATE_DATA"),
        dimensions=dimensions,
        codes=codes,
    )


def read_stamp(flow: bytes, *, where: str) -> str:
    """The update stamp in a dataflow message, "" when it carries none."""
    return _annotation(read_xml(flow, where), "UPDATE_DATA")


def read_answer(body: bytes) -> Fault | Queued | None:
    """The fault or the queue ticket in an XML body; None when it holds neither.

    Eurostat wraps both in a SOAP envelope, also on its REST addresses and at times with status
    200: `faultcode` and `faultstring`; `queued/id` and `status`, or `status/key` and `status`.
    """
    try:
        root = read_xml(body, "")
    except HanseError:
        return None
    for fault in root.iter():
        if _tag(fault) == "Fault":
            code = next((_text(item) for item in _named(fault, "faultcode")), "")
            return Fault(code, next((_text(item) for item in _named(fault, "faultstring")), ""))
    key = next((_text(item) for tag in ("key", "id") for item in _named(root, tag)), "")
    states = [_text(item) for item in _named(root, "status") if _text(item)]
    return Queued(key, states[0]) if states else None


def read_xml(body: bytes, where: str) -> ElementTree.Element:
    """The root element of an XML body, gzipped or not. Raises `HanseError` naming `where`."""
    try:
        if body.startswith(b"\x1f\x8b"):
            body = gzip.decompress(body)
        if b"<!DOCTYPE" in body[:4096] or b"<!ENTITY" in body:
            # Expanding entities of a stranger's document is how a small file fills the memory.
            raise _unknown(where, "it declares entities")
        return ElementTree.fromstring(body)  # noqa: S314 - entities are refused above
    except (ElementTree.ParseError, OSError, EOFError, zlib.error) as error:
        raise _unknown(where, str(error)) from error


def _named(element: ElementTree.Element, tag: str) -> Iterator[ElementTree.Element]:
    return (item for item in element.iter() if _tag(item) == tag)


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(element: ElementTree.Element) -> str:
    return (element.text or "").strip()


def _title(dataflow: ElementTree.Element) -> str:
    names = [item for item in dataflow if _tag(item) == "Name"]
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    english = [item for item in names if item.get(language) == "en"]
    return next((_text(item) for item in (*english, *names)), "")


def _annotation(dataflow: ElementTree.Element, kind: str) -> str:
    for annotation in _named(dataflow, "Annotation"):
        if any(_text(item) == kind for item in _named(annotation, "AnnotationType")):
            return next((_text(item) for item in _named(annotation, "AnnotationTitle")), "")
    return ""


def _unknown(where: str, why: str) -> HanseError:
    return HanseError(
        "The service answered with a message that Hanse does not understand.",
        where=where,
        why=why,
        remedy="Try again later; if it lasts, Eurostat has changed its service: update Hanse.",
    )
