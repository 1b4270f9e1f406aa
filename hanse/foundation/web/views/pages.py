"""Pages of words: about, accessibility, privacy; and what a home screen shows of the site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _


def about(request: HttpRequest) -> HttpResponse:
    """What Hanse is, for whom, and how to run one's own."""
    return render(request, "foundation/about.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """How far the site can be used by everyone, and whom to tell where it cannot."""
    return render(request, "foundation/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """What the site keeps about its readers and for how long."""
    kept = {
        "sessions": settings.SESSION_COOKIE_AGE // 86_400,
        "unverified": settings.KEEP_UNVERIFIED_DAYS,
        "invitations": settings.KEEP_INVITATIONS_DAYS,
        "addresses": settings.KEEP_ADDRESSES_DAYS,
        "exports": settings.KEEP_EXPORTS_DAYS,
    }
    return render(request, "foundation/privacy.html", {"kept": kept})


def web_manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - as every view
    """What a browser shows where the site is put on a home screen."""
    return JsonResponse(
        {
            "name": "Hanse",
            "short_name": "Hanse",
            "description": _("Industrial clusters in every region, observed and connected."),
            "start_url": "/",
            "display": "minimal-ui",
            "background_color": "#fbfaf7",
            "theme_color": "#0c3a62",
            "icons": [
                {
                    "src": static("foundation/favicon.svg"),
                    "sizes": "any",
                    "type": "image/svg+xml",
                }
            ],
        },
        content_type="application/manifest+json",
    )
