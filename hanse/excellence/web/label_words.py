"""States, actors and sentences of labels in the reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, gettext_lazy

from hanse.excellence.criteria.scheme import Requirement
from hanse.excellence.label.actors import ACTOR_WORDS, Actor
from hanse.excellence.label.eligibility import Judged
from hanse.excellence.label.states import LABEL_STATE_WORDS, STATE_WORDS
from hanse.foundation.sentences import Sentence

# The texts are marked where they stand; here they are only looked up.
STATE_CHOICES: Final = [(state.value, gettext_lazy(words)) for state, words in STATE_WORDS.items()]
LABEL_STATE_CHOICES: Final = [
    (state.value, gettext_lazy(words)) for state, words in LABEL_STATE_WORDS.items()
]
ACTOR_CHOICES: Final[Mapping[Actor, str | Promise]] = {
    actor: gettext_lazy(words) for actor, words in ACTOR_WORDS.items()
}


def said(sentence: Sentence) -> str:
    """A sentence in the reader's language, its days and sentences within it too."""
    values = {name: _value(value) for name, value in sentence.values.items()}
    return gettext(sentence.text).format_map(values) if sentence.text else ""


def rule_in_words(judged: Judged) -> str:
    """A rule of eligibility in the reader's language."""
    if isinstance(judged.rule, Requirement):
        return judged.rule.text_in(get_language() or "en")
    return said(judged.rule)


def kept(sentence: Sentence) -> dict[str, Any]:
    """A sentence as JSON keeps it; `from_kept` reads it again."""
    return {"text": sentence.text, "values": {k: str(v) for k, v in sentence.values.items()}}


def from_kept(value: Mapping[str, Any]) -> Sentence:
    """The sentence that JSON kept."""
    return Sentence(value["text"], value["values"])


def sentence_case(text: str | Promise) -> str:
    """`text` with a capital at its beginning."""
    return str(capfirst(str(text)))


def _value(value: Any) -> str:
    if isinstance(value, Sentence):
        return said(value)
    if isinstance(value, date):
        return date_format(value)
    return str(value)
