"""Taking an action from a page, and saying how it went."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from hanse.foundation.web.access import person_of


def attempt(request: HttpRequest, done: str, act: Callable[..., Any], /, **arguments: Any) -> bool:
    """Take an action as the person signed in and say how it went; whether it succeeded.

    done: what to say then. A `ValidationError` becomes a message; other refusals pass through.
    """
    try:
        act(by=person_of(request), **arguments)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return False
    messages.success(request, done)
    return True
