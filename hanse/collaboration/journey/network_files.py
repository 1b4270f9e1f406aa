"""Files of a network: CSV of its ties and organisations, GraphML for other programs."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from hanse.collaboration.journey.network import Figures, Network

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_NODE_KEYS = (
    ("name", "string"),
    ("kind", "string"),
    ("country", "string"),
    ("ties", "int"),
    ("reach", "double"),
    ("bridging", "double"),
    ("community", "int"),
)


@dataclass(frozen=True, slots=True)
class Named:
    """What files say of an organisation. code: its address on the site, which does not change."""

    code: str
    name: str
    kind: str
    country: str


def ties_csv(
    of: Network, names: Mapping[int, Named], generations: Mapping[tuple[int, int], int]
) -> str:
    """One line a tie: both organisations, strength and generation."""
    return _csv(
        ["from", "from_name", "from_country", "to", "to_name", "to_country",
         "strength", "generation"],
        [
            [
                names[one].code, names[one].name, names[one].country,
                names[other].code, names[other].name, names[other].country,
                f"{strength:.4f}", generations.get((one, other), 0),
            ]
            for (one, other), strength in zip(of.ties, of.strength, strict=True)
        ],
    )  # fmt: skip


def organisations_csv(known: Figures, names: Mapping[int, Named]) -> str:
    """One line an organisation with its figures."""
    return _csv(
        ["organisation", "name", "kind", "country", "ties", "strength", "reach", "bridging",
         "component", "community"],
        [
            [
                names[each.organisation].code, names[each.organisation].name,
                names[each.organisation].kind, names[each.organisation].country,
                each.ties, f"{each.strength:.4f}", f"{each.reach:.6f}", f"{each.bridging:.6f}",
                each.component, each.community,
            ]
            for each in known.nodes
        ],
    )  # fmt: skip


def graphml(
    of: Network,
    known: Figures,
    names: Mapping[int, Named],
    generations: Mapping[tuple[int, int], int],
) -> bytes:
    """The network as GraphML (http://graphml.graphdrawing.org), undirected."""
    root = Element("graphml", xmlns=_SPACE)
    for name, kind in _NODE_KEYS:
        SubElement(root, "key", {"id": name, "for": "node", "attr.name": name, "attr.type": kind})
    for name, kind in (("strength", "double"), ("generation", "int")):
        SubElement(root, "key", {"id": name, "for": "edge", "attr.name": name, "attr.type": kind})
    graph = SubElement(root, "graph", edgedefault="undirected")
    for each in known.nodes:
        named = names[each.organisation]
        node = SubElement(graph, "node", id=named.code)
        values = (
            named.name, named.kind, named.country,
            each.ties, f"{each.reach:.6f}", f"{each.bridging:.6f}", each.community,
        )  # fmt: skip
        for (key, _), value in zip(_NODE_KEYS, values, strict=True):
            SubElement(node, "data", key=key).text = _printable(str(value))
    for (one, other), strength in zip(of.ties, of.strength, strict=True):
        edge = SubElement(graph, "edge", source=names[one].code, target=names[other].code)
        SubElement(edge, "data", key="strength").text = f"{strength:.4f}"
        SubElement(edge, "data", key="generation").text = str(generations.get((one, other), 0))
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _printable(text: str) -> str:
    """Text without the control characters that XML cannot hold."""
    return "".join(each for each in text if each >= " " or each in "\t\n")


def _csv(heads: list[str], rows: list[list[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([[_safe(cell) for cell in row] for row in rows])
    return out.getvalue()


def _safe(cell: object) -> object:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") else cell
