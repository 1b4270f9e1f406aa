"""What of an edition's manifest is shown to everyone."""

from pathlib import PurePath
from typing import Any

from hanse.observatory.warehouse import Manifest


def public_manifest(manifest: Manifest) -> Manifest:
    """The manifest, with names of files in place of where they lay on the builder's machine."""
    return {
        **manifest,
        "reading": [
            {**report, "source": _name(report["source"])} for report in manifest["reading"]
        ],
        "recipe": {
            **manifest["recipe"],
            "regions": _name(manifest["recipe"].get("regions", "")),
            "sources": [
                {**source, "path": _name(source.get("path", ""))}
                for source in manifest["recipe"]["sources"]
            ],
        },
    }


def _name(place: Any) -> str:
    return PurePath(str(place or "")).name
