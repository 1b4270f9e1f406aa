"""The profile and the strategy of a consortium as PDF."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from hanse.collaboration.web.consortium_document import profile_pdf, strategy_pdf
from hanse.collaboration.web.consortium_pages import visible_consortium
from hanse.collaboration.web.views.consortia import profile_of
from hanse.collaboration.web.views.strategies import version_page


@require_safe
def consortium_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The profile of a consortium as PDF: what its page says."""
    found = visible_consortium(request.user, slug)
    content = profile_pdf(profile_of(request, found), timezone.localdate())
    return _file(content, f"{found.slug}.pdf")


@require_safe
def strategy_document(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A version of the strategy as PDF, for whom its page is shown."""
    found = visible_consortium(request.user, slug)
    version = get_object_or_404(found.strategies.visible_to(request.user), number=number)
    content = strategy_pdf(version_page(request, found, version), timezone.localdate())
    return _file(content, f"{found.slug}-strategy-{version.number}.pdf")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
