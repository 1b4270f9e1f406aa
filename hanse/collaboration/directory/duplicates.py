"""Finding the organisation that a row of an import is, among those the directory knows."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

SURE: Final = 90.0
"""Likeness of names, 0 to 100, from which two with one website are taken to be one."""
LIKELY: Final = 80.0
"""Likeness from which somebody is to look."""

_FOLDS: Final = str.maketrans(
    {
        "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ø": "o", "æ": "ae", "œ": "oe", "ħ": "h",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    }
)  # fmt: skip
"""Letters that Unicode does not take apart; case folding has made ß into ss already."""
_LEGAL: Final = frozenset(
    {
        "ab", "ag", "aps", "as", "asbl", "bv", "bvba", "cic", "co", "company", "corp", "cvba",
        "doo", "ead", "ek", "eood", "eu", "ev", "gie", "gmbh", "inc", "kft", "kg", "ltd", "limited",
        "llc", "lda", "lp", "mbh", "nv", "ngo", "nyrt", "oe", "og", "ood", "ooo", "oy", "oyj",
        "plc", "sa", "sarl", "sas", "sca", "scarl", "scrl", "se", "sia", "sl", "slu", "snc", "soc",
        "spa", "spzoo", "spol", "sprl", "srl", "sro", "stiftung", "uab", "ug", "vzw", "zrt", "zs",
    }
)  # fmt: skip
_SHARED_HOSTS: Final = frozenset(
    {
        "facebook.com", "linkedin.com", "twitter.com", "x.com", "instagram.com", "youtube.com",
        "google.com", "sites.google.com", "wordpress.com", "blogspot.com", "github.com",
        "github.io", "wixsite.com",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation: key, its names, country and website."""

    key: int
    names: tuple[str, ...]
    country: str
    website: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """key: of the organisation found. sure: whether it is taken to be the same without a look.
    likeness: of the names, 0 to 100. by: `website`, `name` or `likeness`.
    """

    key: int
    sure: bool
    likeness: float
    by: str


def name_key(name: str) -> str:
    """A name to be compared: no case, accents, punctuation and legal form, words as they stand.

    A name made of legal forms alone keeps them.
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_FOLDS))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    # "S.r.l." is one word, "e.V." too; other points part words.
    plain = re.sub(r"\b(?:\w\.\s?){2,}", lambda found: re.sub(r"[.\s]", "", found[0]) + " ", plain)
    words = re.findall(r"\w+", plain)
    return " ".join([word for word in words if word not in _LEGAL] or words)


def website_host(address: str) -> str:
    """The host of a web address without `www.`; "" for none, and for hosts that many share."""
    text = address.strip().casefold()
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    host = host.removeprefix("www.").rstrip(".")
    return "" if host in _SHARED_HOSTS or "." not in host else host


class Duplicates:
    """The organisations of a directory, laid out to be compared with."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._by_host: dict[tuple[str, str], list[int]] = {}
        self._by_name: dict[tuple[str, str], list[int]] = {}
        self._spelled: dict[str, tuple[list[str], list[int]]] = {}
        for each in known:
            self.add(each)

    def add(self, known: Known) -> None:
        """Know one more."""
        host = website_host(known.website)
        if host:
            self._by_host.setdefault((known.country, host), []).append(known.key)
        keys, owners = self._spelled.setdefault(known.country, ([], []))
        for name in known.names:
            spelled = name_key(name)
            if spelled:
                self._by_name.setdefault((known.country, spelled), []).append(known.key)
                keys.append(spelled)
                owners.append(known.key)

    def find(self, names: Iterable[str], country: str, website: str = "") -> Match | None:
        """The one that is most like it in the same country; None for a new one.

        Sure is the same name where only one has it, and the same website with names at least
        `SURE` alike. Names at least `LIKELY` alike, or the same website alone: somebody is to look.
        """
        spelled = [key for key in (name_key(name) for name in names) if key]
        hosts = self._by_host.get((country, website_host(website)), [])
        keys, owners = self._spelled.get(country, ([], []))
        for key in spelled:
            same = self._by_name.get((country, key))
            if same:
                return Match(same[0], len(set(same)) == 1, 100.0, "name")
        best: Match | None = None
        for key in spelled:
            found = process.extractOne(key, keys, scorer=fuzz.token_sort_ratio, score_cutoff=LIKELY)
            if found and (best is None or found[1] > best.likeness):
                owner = owners[found[2]]
                best = Match(owner, owner in hosts and found[1] >= SURE, found[1], "likeness")
        if hosts and (best is None or best.key not in hosts):
            return Match(hosts[0], False, best.likeness if best else 0.0, "website")
        return best
