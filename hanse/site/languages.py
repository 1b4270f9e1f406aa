"""The languages the interface is offered in: English, and each with a catalogue in `locale`."""

from gettext import NullTranslations
from pathlib import Path
from typing import Any, Final

import django.conf.locale
from django.utils.translation.trans_real import translation

import hanse

DEFAULT: Final = "en-gb"
CATALOGUES: Final = Path(hanse.__file__).parent / "locale"

_UNKNOWN_TO_DJANGO: Final[dict[str, dict[str, Any]]] = {
    "mt": {"bidi": False, "code": "mt", "name": "Maltese", "name_local": "Malti"},
}


def make_known() -> None:
    """Tell Django of the languages of the Union that it has no name for."""
    for code, description in _UNKNOWN_TO_DJANGO.items():
        django.conf.locale.LANG_INFO.setdefault(code, description)


def end_english() -> None:
    """Have English give a text back as it stands where British English has no other for it.

    Texts are written in English. Each would otherwise be looked for in the English catalogue of
    every app in turn, which hold nothing: a page asks for some hundred.
    """
    catalogue = translation(DEFAULT)
    if catalogue._fallback is not None:  # type: ignore[attr-defined]
        catalogue._fallback = NullTranslations()  # type: ignore[attr-defined]


def offered() -> list[tuple[str, str]]:
    """Code and own name of each language, English first."""
    make_known()
    codes = sorted(path.parts[-3] for path in CATALOGUES.glob("*/LC_MESSAGES/django.po"))
    names = {code: django.conf.locale.LANG_INFO[code]["name_local"] for code in codes}
    return [(DEFAULT, "English"), *((code, name.capitalize()) for code, name in names.items())]
