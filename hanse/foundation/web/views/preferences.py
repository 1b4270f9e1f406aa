"""The reader's language and whether pages are light or dark: two cookies, and the account."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hanse.foundation.web.actions.people import profile_change
from hanse.foundation.web.context import THEME_COOKIE, THEMES
from hanse.foundation.web.models.people import User

_YEAR_SECONDS: Final = 365 * 86_400


# Without a token, so that pages are the same for everyone and can be kept by browsers: all that
# another site could do with this is to change how pages look.
@csrf_exempt
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep `theme` or `language`, and go back to the page `next`."""
    theme, language = request.POST.get("theme"), request.POST.get("language")
    if theme not in {None, *THEMES} or language not in {None, *dict(settings.LANGUAGES)}:
        return HttpResponseBadRequest(_("There is no such theme or language."))
    back = _inside(request, request.POST.get("next", "/"))
    answer = HttpResponseRedirect(translate_url(back, language) if language else back)
    if theme:
        _keep(answer, THEME_COOKIE, theme)
    if language:
        _keep(answer, settings.LANGUAGE_COOKIE_NAME, language)
    if isinstance(request.user, User) and (theme or language):
        profile_change(by=request.user, theme=theme, language=language)
    return answer


def _inside(request: HttpRequest, address: str) -> str:
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe else "/"


def _keep(answer: HttpResponse, name: str, value: str) -> None:
    answer.set_cookie(
        name,
        value,
        max_age=_YEAR_SECONDS,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
