"""What every page's template knows without being told."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Whether the site is a demo, and the address of this page in full."""
    return {
        "is_demo": settings.DEMO,
        "origin": settings.ORIGIN,
        "page_address": f"{settings.ORIGIN}{request.get_full_path()}",
    }
