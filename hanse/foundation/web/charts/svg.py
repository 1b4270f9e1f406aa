"""Writes SVG: elements with escaped text and attributes, and never a number that is none."""

import math
from functools import cache, lru_cache
from html import escape
from typing import Final

_DIGITS: Final = 2


def element(name: str, *children: str, **attributes: str | float | None) -> str:
    """An element whose children are SVG already.

    Attributes: `class_` for class, `stroke_width` for stroke-width; none where the value is None.
    Raises `ValueError` for a number that is not finite.
    """
    written = "".join(
        [
            _text(key, value) if isinstance(value, str) else f' {_name(key)}="{number(value)}"'
            for key, value in attributes.items()
            if value is not None
        ]
    )
    inside = "".join(children)
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def words(text: str) -> str:
    """Text as the content of an element."""
    return escape(text, quote=False)


def number(value: float) -> str:
    """A coordinate in as few characters as two decimals need. Raises `ValueError` for NaN."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is no place in a drawing.")
    text = f"{value:.{_DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def percent(share: float) -> str:
    """A share of the width, so that a drawing fits every width."""
    return f"{number(share * 100)}%"


def mark(label: str, *shapes: str, address: str = "", classes: str = "") -> str:
    """Shapes that stand for one figure: reached by keyboard, named, a link where one is given."""
    name = element("title", words(label))
    kind = f"mark {classes}".strip()
    if address:
        return element("a", name, *shapes, class_=kind, href=address)
    return element("g", name, *shapes, class_=kind, tabindex="0", role="img")


@lru_cache(maxsize=4096)
def _text(key: str, value: str) -> str:
    """An attribute that is text: a drawing has the same few a hundred times."""
    return f' {_name(key)}="{escape(value)}"'


@cache
def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
