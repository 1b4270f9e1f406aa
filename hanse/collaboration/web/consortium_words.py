"""States and sentences of consortia in the reader's language."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from hanse.collaboration.consortia.states import STATE_WORDS, VERSION_WORDS, State, Version
from hanse.foundation.sentences import Sentence

# The texts are marked where they stand; here they are only looked up.
STATE_CHOICES: Final = [(state.value, gettext_lazy(words)) for state, words in STATE_WORDS.items()]
VERSION_CHOICES: Final = [
    (state.value, gettext_lazy(words)) for state, words in VERSION_WORDS.items()
]

STATE_TONES: Final[Mapping[str, str]] = {
    State.IDEA: "neutral",
    State.FORMING: "info",
    State.FORMED: "info",
    State.APPLIED: "warn",
    State.RUNNING: "good",
    State.ENDED: "neutral",
}
VERSION_TONES: Final[Mapping[str, str]] = {
    Version.DRAFT: "neutral",
    Version.IN_APPROVAL: "warn",
    Version.APPROVED: "good",
    Version.SUPERSEDED: "neutral",
}

STEP_WORDS: Final[Mapping[str, str | Promise]] = {
    "consortium_form": gettext_lazy("Begin forming it"),
    "consortium_found": gettext_lazy("Say that it is formed"),
    "consortium_apply": gettext_lazy("Say that it has applied"),
    "consortium_refused": gettext_lazy("The application was not successful"),
    "consortium_start": gettext_lazy("Say that it is running"),
    "consortium_end": gettext_lazy("End it"),
}
"""Steps between states -> what their button says."""


def said(sentence: Sentence) -> str:
    """A sentence in the reader's language, sentences within it too."""
    values: dict[str, Any] = {
        name: said(value) if isinstance(value, Sentence) else str(value)
        for name, value in sentence.values.items()
    }
    return gettext(sentence.text).format_map(values) if sentence.text else ""
