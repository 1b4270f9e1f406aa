"""Sentences that rules say to people: an English text with its values, for pages to translate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def gettext_noop(text: str) -> str:
    """`text` itself. The name lets `make messages` find it, far from Django as it is."""
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text in which names in braces stand for `values`; a value may be a sentence itself."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return self.text.format_map({name: str(value) for name, value in self.values.items()})
