"""Documents for wallets and programs: issuer, badges, status lists, achievements, pictures.

Their addresses carry no language, since signed documents name them; other sites may read them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from hanse.excellence.credentials.badges import Face, Shape, badge_png, badge_svg
from hanse.excellence.credentials.baking import bake_png, bake_svg, text_of
from hanse.excellence.web import issuing
from hanse.excellence.web.models.credentials import Credential, StatusList
from hanse.excellence.web.models.labels import Label
from hanse.excellence.web.publishing import published_list, today
from hanse.excellence.web.standing import record_of, standing_face
from hanse.foundation.problems import HanseError

BADGE: Final = "application/vc"
"""Media type of Verifiable Credentials 2.0."""
_SIGNED: Final = (BADGE, "application/ld+json", "application/json")
_DAY: Final = 86_400
_HOUR: Final = 3_600

View = Callable[..., HttpResponse]


def open_to_all(view: View) -> View:
    """Let pages of other sites read what `view` answers."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return require_safe(opened)


@open_to_all
def issuer(_request: HttpRequest) -> HttpResponse:
    """The site's document: its identifier and its keys."""
    return _json(issuing.site_document(), "application/did+json", _HOUR)


@open_to_all
def credential(request: HttpRequest, code: UUID) -> HttpResponse:
    """A signed badge; readers with a browser are led to its verification."""
    found = _visible(request, code)
    wants = request.get_preferred_type(
        [BADGE, "application/ld+json", "application/json", "text/html"]
    )
    if wants == "text/html":
        link = urlencode({"link": f"{settings.ORIGIN}{found.get_absolute_url()}"})
        answer: HttpResponse = HttpResponseRedirect(f"{reverse('verify')}?{link}")
        answer["Cache-Control"] = "no-store"
    else:
        answer = _private(_json(found.document, BADGE, _DAY), found)
    answer["Vary"] = "Accept"
    return answer


@open_to_all
def credential_file(request: HttpRequest, code: UUID, form: str) -> HttpResponse:
    """A signed badge to keep: as JSON, or baked into an SVG or PNG picture."""
    found = _visible(request, code)
    with override(issuing.DOCUMENT_LANGUAGE):
        face = issuing.face_of(found)
    if form == "json":
        content, media = text_of(found.document).encode(), BADGE
    elif form == "svg":
        picture = badge_svg(face, "square", issuing.typefaces())
        content, media = bake_svg(picture, found.document), "image/svg+xml"
    else:
        picture = badge_png(face, "square", issuing.typefaces())
        content, media = bake_png(picture, found.document), "image/png"
    answer = _kept(HttpResponse(content, content_type=media), _DAY)
    name = f"badge-{found.label or found.certificate}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return _private(answer, found)


@open_to_all
def status_list(_request: HttpRequest, purpose: str, number: int) -> HttpResponse:
    """The list of revoked or suspended badges, signed for a week from today on."""
    found = get_object_or_404(StatusList, purpose=purpose, number=number)
    return _json(published_list(found, today()), BADGE, _HOUR)


@open_to_all
def achievement(_request: HttpRequest, scheme: str, version: str, level: str) -> HttpResponse:
    """What a level or a kind of certificate attests, as badges name it."""
    try:
        found = issuing.achievement(scheme, version, level)
    except HanseError as problem:
        raise Http404(problem.what) from problem
    content = {
        "@context": "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        "id": found.id,
        "type": ["Achievement"],
        "achievementType": found.kind,
        "name": found.name,
        "description": found.description,
        "criteria": {"id": found.criteria_url, "narrative": found.criteria},
        "image": {"id": found.image, "type": "Image"},
    }
    return _json(content, "application/ld+json", _DAY)


@open_to_all
def achievement_image(_request: HttpRequest, scheme: str, version: str, level: str) -> HttpResponse:
    """The badge of a level with nobody's name on it."""
    try:
        found = issuing.achievement(scheme, version, level)
    except HanseError as problem:
        raise Http404(problem.what) from problem
    title, is_label = found.name.rpartition(": ")[2], found.kind == "Certification"
    face = Face(
        scheme=found.name.rpartition(": ")[0] or "Certificate",
        title=title,
        holder="",
        until="",
        foot=settings.ORIGIN.partition("//")[2],
        level=level if is_label else "",
        told=found.name,
    )
    return _svg(face, "square", _DAY)


@open_to_all
def label_badge(request: HttpRequest, number: str) -> HttpResponse:
    """The badge that a holder shows on a page: how the label stands today."""
    label = get_object_or_404(Label.objects.select_related("organisation"), number=number)
    record = record_of(label)
    if record is None:
        raise Http404
    languages = dict(settings.LANGUAGES)
    language = request.GET.get("lang", "")
    with override(language if language in languages else issuing.DOCUMENT_LANGUAGE):
        face = standing_face(label, record, today())
    return _svg(face, "wide", _HOUR)


def _svg(face: Face, shape: Shape, seconds: int) -> HttpResponse:
    content = badge_svg(face, shape, issuing.typefaces())
    answer = HttpResponse(content, content_type="image/svg+xml")
    # Opened by itself it is a page: one that runs nothing and fetches nothing.
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return _kept(answer, seconds)


def _visible(request: HttpRequest, code: UUID) -> Credential:
    found: Credential = get_object_or_404(
        Credential.objects.visible_to(request.user).select_related(
            "label__organisation", "certificate__person"
        ),
        code=code,
    )
    if not found.document:  # the person was erased
        raise Http404
    return found


def _json(content: Any, media: str, seconds: int) -> HttpResponse:
    return _kept(HttpResponse(text_of(content), content_type=media), seconds)


def _kept(answer: HttpResponse, seconds: int) -> HttpResponse:
    answer["Cache-Control"] = f"public, max-age={seconds}"
    return answer


def _private(answer: HttpResponse, found: Credential) -> HttpResponse:
    """Certificates are shown to their holder alone, so nobody in between keeps them."""
    if found.certificate_id is not None:
        answer["Cache-Control"] = "private, no-store"
        answer["Vary"] = "Accept, Cookie"
    return answer
