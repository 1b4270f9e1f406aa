"""A release as bytes to be kept, and back: the same release gives the same bytes."""

import gzip
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import numpy as np

from hanse.excellence.benchmark.disclosure.classes import AnswerClass, Kept
from hanse.excellence.benchmark.peers import Group
from hanse.excellence.benchmark.release import Decided
from hanse.excellence.benchmark.releases import Release

_FORM: Final = 1


def release_bytes(release: Release) -> bytes:
    """The release as compressed JSON; keys and groups are written once and counted."""
    keys = sorted(
        {
            key
            for decided in release.decided.values()
            for each in decided.kept.classes
            for key in each.keys
        }
        | {key for decided in release.decided.values() for key in decided.kept.retired}
        | {key for decided in release.decided.values() for key in decided.kept.refused}
    )
    places = {key: at for at, key in enumerate(keys)}
    content = {
        "form": _FORM,
        "on": release.on.isoformat(),
        "version": release.version,
        "participants": release.participants,
        "keys": keys,
        "decided": {
            tied: {
                "indicators": decided.indicators,
                "classes": [
                    {
                        "groups": [group.code for group in each.groups],
                        "keys": [places[key] for key in each.keys],
                        "values": each.values.tolist(),
                    }
                    for each in decided.kept.classes
                ],
                "retired": sorted(places[key] for key in decided.kept.retired),
                "refused": sorted(places[key] for key in decided.kept.refused),
                "outcomes": decided.outcomes,
            }
            for tied, decided in release.decided.items()
        },
    }
    text = json.dumps(content, separators=(",", ":"), sort_keys=True)
    return gzip.compress(text.encode(), mtime=0)


def release_from_bytes(kept: bytes) -> Release:
    """The release that was kept. Raises ValueError for bytes of another form."""
    content = json.loads(gzip.decompress(kept))
    if content.get("form") != _FORM:
        raise ValueError(f"a release of form {content.get('form')} cannot be read")
    keys: list[str] = content["keys"]
    return Release(
        date.fromisoformat(content["on"]),
        content["version"],
        content["participants"],
        {tied: _decided(each, keys) for tied, each in content["decided"].items()},
    )


def _decided(content: Mapping[str, Any], keys: list[str]) -> Decided:
    indicators = tuple(content["indicators"])
    classes = tuple(
        AnswerClass(
            tuple(Group.from_code(code) for code in each["groups"]),
            tuple(keys[at] for at in each["keys"]),
            np.array(each["values"], dtype=np.float64).reshape(-1, len(indicators)),
        )
        for each in content["classes"]
    )
    retired = frozenset(keys[at] for at in content["retired"])
    refused = frozenset(keys[at] for at in content["refused"])
    return Decided(indicators, Kept(classes, retired, refused), content["outcomes"])
