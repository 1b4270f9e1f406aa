"""A profile as linked data: schema.org, and the Core Public Organisation Vocabulary of the EU.

The context is written out, so that no program has to fetch one. CPOV 2.1.1 (SEMIC, European
Commission) takes most of its properties from other vocabularies: `skos:prefLabel`,
`dct:description`, `foaf:homepage`, `dct:spatial`, `org:hasMember` and so on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

CONTEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "schema": "https://schema.org/",
        "cv": "http://data.europa.eu/m8g/",
        "org": "http://www.w3.org/ns/org#",
        "dct": "http://purl.org/dc/terms/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "rov": "http://www.w3.org/ns/regorg#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
_TYPES: Final = MappingProxyType(
    {
        "cluster": ("schema:Organization", "org:Organization"),
        "firm": ("schema:Corporation", "org:FormalOrganization"),
        "research": ("schema:ResearchOrganization", "org:Organization"),
        "public": ("schema:GovernmentOrganization", "cv:PublicOrganisation"),
        "partner": ("schema:Organization", "org:Organization"),
    }
)
_NUTS: Final = "http://data.europa.eu/nuts/code/"


@dataclass(frozen=True, slots=True)
class Described:
    """A profile. texts: language -> text; keywords: what it works on, in English; services: titles;
    confirmed: ISO day, "" for never.
    """

    address: str
    identifier: str
    kind: str
    name: str
    native_name: str
    country: str
    country_name: str
    region: str
    website: str
    legal_form: str
    founded_year: int | None
    texts: Mapping[str, str]
    keywords: Sequence[str]
    services: Sequence[str]
    confirmed: str
    fictitious: bool


def as_linked_data(each: Described) -> dict[str, Any]:
    """The profile as JSON-LD."""
    described = [{"@value": text, "@language": code} for code, text in each.texts.items()]
    data: dict[str, Any] = {
        "@context": dict(CONTEXT),
        "@id": each.address,
        "@type": list(_TYPES[each.kind]),
        "dct:identifier": each.identifier,
        "schema:name": each.name,
        "skos:prefLabel": {"@value": each.name, "@language": "en"},
        "schema:address": {
            "@type": "schema:PostalAddress",
            "schema:addressCountry": each.country,
        },
        "schema:areaServed": each.country_name,
    }
    if each.native_name:
        data["schema:alternateName"] = data["skos:altLabel"] = each.native_name
    if described:
        data["schema:description"] = data["dct:description"] = described
    if each.website:
        data["schema:url"] = data["foaf:homepage"] = {"@id": each.website}
    if each.region:
        data["dct:spatial"] = {"@id": f"{_NUTS}{each.region}"}
    if each.legal_form:
        data["rov:orgType"] = each.legal_form
    if each.founded_year is not None:
        data["schema:foundingDate"] = {"@value": str(each.founded_year), "@type": "xsd:gYear"}
    if each.keywords:
        data["schema:knowsAbout"] = list(each.keywords)
    if each.services:
        data["schema:makesOffer"] = [
            {
                "@type": "schema:Offer",
                "schema:itemOffered": {"@type": "schema:Service", "schema:name": title},
            }
            for title in each.services
        ]
    if each.confirmed:
        data["dct:modified"] = {"@value": each.confirmed, "@type": "xsd:date"}
    if each.fictitious:
        data["schema:disambiguatingDescription"] = "Fictitious: made up to show how the site works."
    return data
