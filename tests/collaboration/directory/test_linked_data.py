"""Profiles as linked data, read by an independent program."""

from typing import Any

from pyld import jsonld

from hanse.collaboration.directory.linked_data import Described, as_linked_data

FULL = Described(
    address="https://site.example/collaboration/directory/agency/",
    identifier="agency",
    kind="public",
    name="Agency",
    native_name="Agentur",
    country="AT",
    country_name="Austria",
    region="AT12",
    website="https://agency.example/",
    legal_form="Public body",
    founded_year=1999,
    texts={"en": "An agency", "de": "Eine Agentur"},
    keywords=["Photonics"],
    services=["Trainings"],
    confirmed="2026-01-01",
    fictitious=True,
)


def expanded(described: Described) -> dict[str, Any]:
    """The only node, with whole addresses; no context is fetched."""
    (node,) = jsonld.expand(as_linked_data(described))
    return dict(node)


def test_every_property_has_its_whole_address() -> None:
    node = expanded(FULL)
    assert node["@id"] == FULL.address
    assert node["@type"] == [
        "https://schema.org/GovernmentOrganization",
        "http://data.europa.eu/m8g/PublicOrganisation",
    ]
    assert node["http://www.w3.org/2004/02/skos/core#prefLabel"] == [
        {"@value": "Agency", "@language": "en"}
    ]
    texts = node["http://purl.org/dc/terms/description"]
    assert {each["@language"]: each["@value"] for each in texts} == FULL.texts
    assert node["http://purl.org/dc/terms/spatial"] == [
        {"@id": "http://data.europa.eu/nuts/code/AT12"}
    ]
    assert node["http://xmlns.com/foaf/0.1/homepage"] == [{"@id": "https://agency.example/"}]
    assert "https://schema.org/disambiguatingDescription" in node


def test_what_is_not_known_is_left_out() -> None:
    bare = Described(
        address="https://site.example/x/", identifier="x", kind="firm", name="X", native_name="",
        country="JP", country_name="Japan", region="", website="", legal_form="",
        founded_year=None, texts={}, keywords=[], services=[], confirmed="",
        fictitious=False,
    )  # fmt: skip
    assert set(as_linked_data(bare)) == {
        "@context", "@id", "@type", "dct:identifier", "schema:name", "skos:prefLabel",
        "schema:address", "schema:areaServed",
    }  # fmt: skip
