"""The official languages of the European Union, as forms offer them in the reader's language."""

from typing import Final

from babel import Locale
from django.utils.translation import get_language, to_locale

OFFICIAL: Final = (
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr",
    "hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv",
)  # fmt: skip


def language_name(code: str) -> str:
    """What the reader's language calls the language `code`; the code where it has no name."""
    reader = Locale.parse(to_locale(get_language() or "en"))
    return str(reader.languages.get(code, code))


def language_choices() -> list[tuple[str, str]]:
    """Code and name of each, in the order of the names."""
    return sorted(((code, language_name(code)) for code in OFFICIAL), key=lambda each: each[1])
