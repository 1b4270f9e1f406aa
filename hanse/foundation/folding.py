"""Words as people search for them: in small letters, without accents, letters and digits only."""

import re
import unicodedata
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_DOT_IN_CODE: Final = re.compile(r"(?<=\d)\.(?=\d)")
_BY_HAND: Final = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"} | {
    "æ": "ae",
    "œ": "oe",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
}


class _Letters(dict[int, str]):
    """Code point -> how it is searched for, found out the first time it is met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        plain = unicodedata.normalize("NFKD", _BY_HAND.get(letter, letter))
        folded = "".join(each for each in plain if not unicodedata.combining(each))
        self[code] = folded
        return folded


_LETTERS: Final = _Letters()


def fold(text: str) -> str:
    """`text` in small letters without accents."""
    return text.casefold().translate(_LETTERS).strip()


def words_of(text: str) -> list[str]:
    """The words of `text`, folded; the dots of codes such as 29.10 are left out."""
    return _WORD.findall(_DOT_IN_CODE.sub("", fold(text)))
