"""Actions and the events they leave: an action is atomic and cannot end without an event."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from inspect import Parameter, signature
from typing import Any, Final, ParamSpec, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse

from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User

P = ParamSpec("P")
R = TypeVar("R")

_LABEL_LENGTH: Final = 250
_HASH_LENGTH: Final = 32
_address_hash: ContextVar[str] = ContextVar("address_hash", default="")


@dataclass(slots=True)
class _Running:
    code: str
    by: User | None
    events: int = 0


_running: ContextVar[_Running | None] = ContextVar("running", default=None)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make `function` an action: keyword-only with `by`, atomic, with at least one event.

    Raises `TypeError` at definition when it takes arguments by place or has no `by`, and
    `RuntimeError` when a call succeeds without `record`; nothing is then written.
    """
    parameters = signature(function).parameters
    code = function.__name__
    if "by" not in parameters or any(
        each.kind is not Parameter.KEYWORD_ONLY for each in parameters.values()
    ):
        raise TypeError(f"The action {code} takes its arguments by name, and `by` among them.")

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        by = kwargs.get("by")
        running = _Running(code, by if isinstance(by, User) else None)
        with transaction.atomic():
            token = _running.set(running)
            try:
                answer = function(*args, **kwargs)
            finally:
                _running.reset(token)
            if not running.events:
                raise RuntimeError(f"The action {code} left no event in the audit log.")
        return answer

    run.is_action = True  # type: ignore[attr-defined]
    return run


def record(
    about: models.Model | None = None,
    changes: Mapping[str, Any] | None = None,
    *,
    organisation: Organisation | None = None,
) -> AuditEvent:
    """Add the running action's event: what it was `about` and what it changed.

    changes: field -> [before, after], or field -> value for something new; must fit in JSON.
    organisation: whose log shows it; `about` itself, or its organisation, when not said.
    Raises `RuntimeError` outside an action.
    """
    running = _running.get()
    if running is None:
        raise RuntimeError("An event belongs to an action; none is running.")
    running.events += 1
    return record_event(
        running.code, by=running.by, about=about, changes=changes, organisation=organisation
    )


def record_event(
    code: str,
    *,
    by: User | None,
    about: models.Model | None = None,
    changes: Mapping[str, Any] | None = None,
    organisation: Organisation | None = None,
) -> AuditEvent:
    """Add the event of something that a library did for us, such as a sign-in."""
    if organisation is None:
        owner = about if isinstance(about, Organisation) else getattr(about, "organisation", None)
        organisation = owner if isinstance(owner, Organisation) else None
    return AuditEvent.objects.create(
        action=code,
        by=by,
        object_type=about._meta.label_lower if about is not None else "",
        object_id=str(about.pk) if about is not None else "",
        object_label=_label(about)[:_LABEL_LENGTH],
        organisation=organisation,
        changes=dict(changes or {}),
        address_hash=_address_hash.get(),
    )


def _label(about: models.Model | None) -> str:
    """What the log calls the object: never a person's name, which must be erasable."""
    if about is None or isinstance(about, User):
        return ""
    return str(getattr(about, "audit_label", about))


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Field -> [before, after] where they differ."""
    return {
        name: [before.get(name), value]
        for name, value in after.items()
        if before.get(name) != value
    }


def hashed_address(address: str) -> str:
    """`address` as the log keeps it: enough to see that two events came from one place."""
    if not address:
        return ""
    digest = hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256)
    return digest.hexdigest()[:_HASH_LENGTH]


class AuditAddressMiddleware:
    """Lets the events of a request know the address it came from, hashed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer `request` with its address at hand."""
        token = _address_hash.set(hashed_address(client_address(request)))
        try:
            return self.get_response(request)
        finally:
            _address_hash.reset(token)


def client_address(request: HttpRequest) -> str:
    """The address `request` came from; behind our own proxy, the one it names."""
    if settings.BEHIND_PROXY:
        # The proxy appends the address it saw, so the last one can be trusted.
        named = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", 1)[-1].strip()
        if named:
            return named
    return str(request.META.get("REMOTE_ADDR", ""))
