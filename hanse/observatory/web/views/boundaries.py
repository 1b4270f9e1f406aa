"""The sheets of boundaries that maps draw from: files that never change under their name."""

import gzip
from functools import lru_cache
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hanse.foundation.cartography.boundaries import sheet_named

_FOREVER: Final = "public, max-age=31536000, immutable"


@require_safe
def boundaries(request: HttpRequest, name: str) -> HttpResponse:
    """The sheet with this name as SVG."""
    if sheet_named(name) is None:
        raise Http404(_("These boundaries are not kept any more. Load the map again."))
    packed = _packed(name)
    taken = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(
        packed if taken else gzip.decompress(packed),
        content_type="image/svg+xml",
        headers={"Cache-Control": _FOREVER},
    )
    if taken:
        answer.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(answer, ["Accept-Encoding"])
    return answer


@lru_cache(maxsize=8)
def _packed(name: str) -> bytes:
    found = sheet_named(name)
    return gzip.compress(found.svg.encode() if found else b"", compresslevel=9, mtime=0)
