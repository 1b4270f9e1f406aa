"""Who gets to a page: people signed in, administrators with their second factor."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hanse.foundation.web.models.people import User

View = Callable[..., HttpResponse]


def person_of(request: HttpRequest) -> User:
    """The person signed in. Raises `PermissionDenied` where nobody is."""
    if not isinstance(request.user, User):
        raise PermissionDenied(_("Sign in first."))
    return request.user


def administrator_required(view: View) -> View:
    """Let administrators pass who have the second factor the site asks of them."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = person_of(request)
        if not person.is_administrator:
            raise PermissionDenied(_("This page is for administrators."))
        if lacks_second_factor(person):
            return to_second_factor(request)
        return view(request, *args, **kwargs)

    return login_required(guarded)


def lacks_second_factor(person: User) -> bool:
    """Whether `person` is an administrator without the second factor that the site asks for."""
    return (
        settings.TWO_FACTOR_FOR_ADMINISTRATORS
        and person.is_administrator
        and not is_mfa_enabled(person)
    )


def to_second_factor(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to where a second factor is set up, and say why."""
    messages.warning(
        request, _("Administrators need a second factor. Set one up first, then go on.")
    )
    return redirect("mfa_index")
