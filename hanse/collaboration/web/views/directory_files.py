"""Files of the directory: all that is public of it, and a profile as linked data."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hanse.collaboration.web.directory_export import (
    FORMATS,
    exported,
    linked_data,
    public_profile,
)


@require_safe
def directory_export(request: HttpRequest, kind: str) -> HttpResponse:
    """All published profiles as CSV, XLSX or JSON."""
    if kind not in FORMATS:
        raise Http404(_("There are CSV, XLSX and JSON."))
    answer = HttpResponse(
        exported(kind, request.user, timezone.localdate()), content_type=FORMATS[kind]
    )
    answer["Content-Disposition"] = f'attachment; filename="directory.{kind}"'
    return answer


@require_safe
def profile_jsonld(request: HttpRequest, slug: str) -> HttpResponse:
    """A published profile as JSON-LD: schema.org and the Core Public Organisation Vocabulary."""
    profile = public_profile(slug, request.user)
    if profile is None:
        raise Http404(_("This organisation has no profile in the directory."))
    text = json.dumps(linked_data(profile, timezone.localdate()), indent=1, ensure_ascii=False)
    return HttpResponse(text, content_type="application/ld+json; charset=utf-8")
