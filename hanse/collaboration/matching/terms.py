"""Words of texts, brought to a form in which they can be compared: no accents, no endings."""

import re
import unicodedata
from typing import Final

_WORD: Final = re.compile(r"[^\W_]{3,}")
_AFTER_HISS: Final = ("sses", "xes", "zes", "ches", "shes")
_TELL_NOTHING: Final = """
    a about all also an and any are as at be been but by can for from had has have how if in into is
    it its may more most new not of on one or other our out over own so some such than that the
    their them then there these they this those through to under up use used uses using very was
    we were what when where which who whose will with within without would you your company
    companies firm firms cluster clusters organisation organisations organization partner partners
    seek seeks seeking sought look looks looking need needs offer offers offering cooperation
    cooperate collaboration project projects
"""
_STOP: Final = frozenset(_TELL_NOTHING.split())
"""Words that tell nothing in this place; English only."""


def folded(text: str) -> str:
    """`text` in small letters without accents."""
    small = text.casefold()
    if small.isascii():
        return small
    plain = unicodedata.normalize("NFKD", small)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def terms(text: str) -> list[str]:
    """The telling words of `text` in order, without accents and without the plural's ending.

    Words of fewer than three letters and common English words are left out. Works for every
    language with letters; endings and common words are those of English.
    """
    return [_stem(word) for word in _WORD.findall(folded(text)) if word not in _STOP]


def _stem(word: str) -> str:
    if len(word) < 5 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word.removesuffix("ies") + "y"
    if word.endswith(_AFTER_HISS):
        return word.removesuffix("es")
    return word.removesuffix("s")
