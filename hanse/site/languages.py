"""The languages the interface is offered in: English, and each with a catalogue in `locale`."""

from pathlib import Path
from typing import Any, Final

import django.conf.locale

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


def offered() -> list[tuple[str, str]]:
    """Code and own name of each language, English first."""
    make_known()
    codes = sorted(path.parts[-3] for path in CATALOGUES.glob("*/LC_MESSAGES/django.po"))
    names = {code: django.conf.locale.LANG_INFO[code]["name_local"] for code in codes}
    return [(DEFAULT, "English"), *((code, name.capitalize()) for code, name in names.items())]
