"""Something that somebody asked for: done, or refused with the reasons on the next page."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

T = TypeVar("T")


def tried(request: HttpRequest, act: Callable[[], T], words: str | Callable[[T], str]) -> bool:
    """Whether an action was done; what came of it is told on the next page.

    words: what to say then, or what to make of the action's answer.
    """
    try:
        answer = act()
    except ValidationError as problem:
        for each in problem.messages:
            messages.error(request, each)
        return False
    messages.success(request, words(answer) if callable(words) else words)
    return True
