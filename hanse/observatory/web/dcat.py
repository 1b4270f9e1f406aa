"""The catalogue of editions after DCAT-AP 3, in JSON-LD, for portals of open data."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.conf import settings
from django.urls import reverse

from hanse.observatory.edition.export import about
from hanse.observatory.exports.about import SYNTHETIC_NOTE
from hanse.observatory.table_guide import ROWS
from hanse.observatory.warehouse import Reader

_AUTHORITY: Final = "http://publications.europa.eu/resource/authority"
_NUTS: Final = "http://data.europa.eu/nuts/code/"
_IANA: Final = "https://www.iana.org/assignments/media-types/"

_CONTEXT: Final[Mapping[str, Any]] = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_LICENCES: Final = {
    "CC BY 4.0": f"{_AUTHORITY}/licence/CC_BY_4_0",
    "CC-BY-4.0": f"{_AUTHORITY}/licence/CC_BY_4_0",
    "CC0-1.0": f"{_AUTHORITY}/licence/CC0",
    "EUPL-1.2": f"{_AUTHORITY}/licence/EUPL_1_2",
}
"""Licences that have an address in the Union's list; others are told in words."""

_FILES: Final = {
    "csv": ("CSV", f"{_AUTHORITY}/file-type/CSV", f"{_IANA}text/csv"),
    "parquet": (
        "Parquet",
        f"{_AUTHORITY}/file-type/PARQUET",
        f"{_IANA}application/vnd.apache.parquet",
    ),
}


def catalogue(readers: Sequence[Reader]) -> dict[str, Any]:
    """The catalogue with a data set for each edition, a distribution for each file, and the API."""
    datasets = [_dataset(reader) for reader in readers]
    latest = max((reader.manifest["built"] for reader in readers), default="")
    home = _address("data")
    found = {
        "@context": dict(_CONTEXT),
        "@id": f"{home}#catalogue",
        "@type": "dcat:Catalog",
        "dct:title": _words("Hanse Observatory: industrial clusters in regional statistics"),
        "dct:description": _words(
            "Editions of figures and ratings of industrial clusters by region, category and year."
        ),
        "dct:publisher": _publisher(),
        "dct:language": {"@id": f"{_AUTHORITY}/language/ENG"},
        "foaf:homepage": {"@id": settings.ORIGIN + reverse("home")},
        "dcat:themeTaxonomy": {"@id": f"{_AUTHORITY}/data-theme"},
        "dcat:dataset": datasets,
        "dcat:service": _service(datasets),
    }
    return found | ({"dct:modified": _day(latest)} if latest else {})


def _dataset(reader: Reader) -> dict[str, Any]:
    manifest, facts = reader.manifest, about(reader.edition)
    page = _address("edition", edition=reader.id)
    text = (
        "Employment, establishments, wages and value added of categories of industries by region "
        "and year, with indicators of specialisation, growth and relatedness, and stars."
    )
    found: dict[str, Any] = {
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:title": _words(facts.label),
        "dct:description": _words(f"{SYNTHETIC_NOTE} {text}" if facts.synthetic else text),
        "dct:identifier": reader.id,
        "dcat:version": reader.id,
        "dct:issued": _day(manifest["built"]),
        "dct:publisher": _publisher(),
        "dct:creator": _publisher(),
        "dcat:contactPoint": _contact(),
        "dct:accessRights": {"@id": f"{_AUTHORITY}/access-right/PUBLIC"},
        "dct:language": {"@id": f"{_AUTHORITY}/language/ENG"},
        "dcat:landingPage": {"@id": page, "@type": "foaf:Document"},
        "dcat:theme": [{"@id": f"{_AUTHORITY}/data-theme/{theme}"} for theme in ("ECON", "REGI")],
        "dcat:keyword": [
            _words(word) for word in ("industrial clusters", "regional statistics", "NUTS", "NACE")
        ],
        "dct:spatial": [{"@id": code} for code in _places(reader)],
        "dct:source": [_source(each) for each in manifest["sources"]],
        "dcat:distribution": [
            _distribution(reader.id, name, entry, form, facts.licence)
            for name, entry in manifest["tables"].items()
            for form in _FILES
        ],
    }
    if manifest["years"]:
        found["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(f"{min(manifest['years'])}-01-01"),
            "dcat:endDate": _day(f"{max(manifest['years'])}-12-31"),
        }
    return found


def _distribution(
    edition: str, table: str, entry: Mapping[str, Any], form: str, licence: str
) -> dict[str, Any]:
    word, file_type, media_type = _FILES[form]
    address = _address("table_download", edition=edition, table=table, form=form)
    found: dict[str, Any] = {
        "@id": f"{address}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": _words(f"{table} as {word}"),
        "dct:description": _words(ROWS.get(table, table)),
        "dcat:accessURL": {"@id": _address("edition", edition=edition)},
        "dcat:downloadURL": {"@id": address},
        "dct:format": {"@id": file_type},
        "dcat:mediaType": {"@id": media_type},
        "dct:license": _licence(licence),
        "dcatap:availability": {"@id": f"{_AUTHORITY}/planned-availability/STABLE"},
    }
    if form == "parquet":
        found["dcat:byteSize"] = _typed(entry["bytes"], "xsd:nonNegativeInteger")
        found["spdx:checksum"] = {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": _typed(entry["sha256"], "xsd:hexBinary"),
        }
    return found


def _service(datasets: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    endpoint = settings.ORIGIN + reverse("api:api-root")
    return {
        "@id": f"{endpoint}#service",
        "@type": "dcat:DataService",
        "dct:title": _words("Hanse Observatory API"),
        "dcat:endpointURL": {"@id": endpoint},
        "dcat:endpointDescription": {"@id": settings.ORIGIN + reverse("api:openapi-json")},
        "dcat:contactPoint": _contact(),
        "dct:publisher": _publisher(),
        "foaf:page": {"@id": _address("api_guide")},
        "dcat:servesDataset": [{"@id": each["@id"]} for each in datasets],
    }


def _places(reader: Reader) -> list[str]:
    """The countries of the edition as addresses of NUTS; none for regions of one's own."""
    found = reader.query(
        "SELECT DISTINCT country FROM regions WHERE country <> '' ORDER BY country"
    )
    return [f"{_NUTS}{code}" for code in found["country"]]


def _source(source: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "dcat:Dataset",
        "dct:title": _words(source["title"] or source["dataset"]),
        "dct:description": _words(source["attribution"] or source["dataset"]),
    }
    if source["url"]:
        found["dcat:landingPage"] = {"@id": source["url"], "@type": "foaf:Document"}
    return found


def _licence(licence: str) -> dict[str, Any]:
    if licence in _LICENCES:
        return {"@id": _LICENCES[licence], "@type": "dct:LicenseDocument"}
    return {"@type": "dct:LicenseDocument", "rdfs:label": licence or "See the sources"}


def _publisher() -> dict[str, Any]:
    return {
        "@id": f"{settings.PUBLISHER_ADDRESS}#publisher",
        "@type": "foaf:Agent",
        "foaf:name": settings.PUBLISHER,
        "foaf:homepage": {"@id": settings.PUBLISHER_ADDRESS},
    }


def _contact() -> dict[str, Any]:
    return {
        "@type": "vcard:Organization",
        "vcard:fn": settings.PUBLISHER,
        "vcard:hasURL": {"@id": settings.PUBLISHER_ADDRESS},
    }


def _words(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "en"}


def _day(text: str) -> dict[str, str]:
    return _typed(text, "xsd:date")


def _typed(value: object, kind: str) -> dict[str, str]:
    return {"@value": str(value), "@type": kind}


def _address(name: str, **words: str) -> str:
    return str(settings.ORIGIN) + reverse(name, kwargs=words)
