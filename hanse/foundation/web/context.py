"""What every page's template knows without being told."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest

THEME_COOKIE: Final = "theme"
THEMES: Final = ("auto", "light", "dark")


def site(request: HttpRequest) -> dict[str, object]:
    """Whether the site is a demo, this page's address in full, the reader's choice of light."""
    return {
        "is_demo": settings.DEMO,
        "origin": settings.ORIGIN,
        "page_address": f"{settings.ORIGIN}{request.get_full_path()}",
        "source_code": settings.SOURCE_CODE,
        "contact": settings.CONTACT,
        "languages": settings.LANGUAGES,
        "theme": theme_of(request),
    }


def theme_of(request: HttpRequest) -> str:
    """The reader's choice among `THEMES`."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return theme if theme in THEMES else "auto"
