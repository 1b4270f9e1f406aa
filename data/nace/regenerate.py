"""Writes rev2.csv and rev2_1.csv from the copy of Eurostat's lists that python-stdnum carries.

Run `.venv/bin/python data/nace/regenerate.py` from the repository root.
"""

import csv
import re
from importlib.resources import files
from pathlib import Path

HOME = Path(__file__).resolve().parent
LINE = re.compile(r'^( *)(\S+)(?: section="(\w)")? label="(.*)" isic=')


def rows(table: str) -> list[tuple[str, str, str]]:
    """(code, label, parent) of every section, division, group and class, in the list's order."""
    found: list[tuple[str, str, str]] = []
    under: dict[int, str] = {}
    for line in files("stdnum.eu").joinpath(table).read_text(encoding="utf-8").splitlines():
        match = LINE.match(line)
        if not match:
            continue
        indent, part, section, label = match.groups()
        if part.isalpha():
            found.append((part, label.capitalize(), ""))
            continue
        depth = len(indent)
        parent = under[depth - 1] if depth else section
        under[depth] = parent + part
        found.append((under[depth], " ".join(label.split()), parent))
    order = {code: place for place, (code, _, parent) in enumerate(found) if not parent}
    by_section: dict[str, list[tuple[str, str, str]]] = {code: [] for code in order}
    for row in found:
        by_section[row[0][0]].append(row)
    return [row for section in sorted(by_section) for row in by_section[section]]


for source, target in (("nace20.dat", "rev2.csv"), ("nace21.dat", "rev2_1.csv")):
    with (HOME / target).open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("code", "label", "parent"))
        writer.writerows(rows(source))
