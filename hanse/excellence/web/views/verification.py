"""The page that verifies a badge: from a file, or from a link to this site; nothing is fetched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hanse.excellence.credentials import sentences
from hanse.excellence.credentials.baking import text_of
from hanse.excellence.credentials.reading import Badge
from hanse.excellence.credentials.verification import Check, Outcome, Verdict, verify
from hanse.excellence.web.forms.verification import VerificationForm
from hanse.excellence.web.issuing import known_issuers
from hanse.excellence.web.models.credentials import Credential
from hanse.excellence.web.publishing import lists_at, today

_VERDICTS: Final[dict[Verdict, tuple[str | Promise, str | Promise, str]]] = {
    "valid": (
        gettext_lazy("This badge is valid"),
        gettext_lazy("Every check passed."),
        "success",
    ),
    "invalid": (
        gettext_lazy("This badge is not valid"),
        gettext_lazy("At least one check failed. Do not rely on what it says."),
        "error",
    ),
    "undecided": (
        gettext_lazy("Nobody here can say"),
        gettext_lazy("No check failed, but at least one could not be made."),
        "warning",
    ),
}
_OUTCOMES: Final = {
    Outcome.PASSED: (gettext_lazy("passed"), "good"),
    Outcome.FAILED: (gettext_lazy("failed"), "bad"),
    Outcome.OPEN: (gettext_lazy("open"), "warn"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One check in the reader's language."""

    name: str
    outcome: str
    tone: str
    why: str
    detail: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came out. badge: None where none was found; its words are true only where valid."""

    title: str
    words: str
    tone: str
    on: date
    lines: Sequence[Line]
    badge: Badge | None
    is_valid: bool
    page: str


@require_http_methods(["GET", "HEAD", "POST"])
def verification(request: HttpRequest) -> HttpResponse:
    """Verify the badge that the form gives, or show the form."""
    asked = request.method == "POST" or "link" in request.GET
    form = VerificationForm(
        request.POST if request.method == "POST" else request.GET if asked else None,
        request.FILES if request.method == "POST" else None,
    )
    result = None
    if asked and form.is_valid():
        try:
            content = _content(request, form)
            result = _result(content, form.cleaned_data["on"] or today())
        except ValidationError as problem:
            form.add_error("link", problem)
    return render(request, "excellence/verify.html", {"form": form, "result": result})


def _content(request: HttpRequest, form: VerificationForm) -> bytes:
    file = form.cleaned_data["file"]
    if file is not None:
        found: bytes = file.read()
        return found
    return text_of(linked(request, form.cleaned_data["link"]).document).encode()


def linked(request: HttpRequest, link: str) -> Credential:
    """The badge of this site that a link names, taken from the database: no site is asked.

    Raises `ValidationError` for a link that leads elsewhere, or to no badge that the reader sees.
    """
    ours = urlsplit(settings.ORIGIN)
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        parts = urlsplit("//nowhere")
    if (parts.scheme, parts.netloc) not in {("", ""), (ours.scheme, ours.netloc)}:
        raise ValidationError(
            _("This link leads to another site. Save the badge as a file and choose that file.")
        )
    try:
        match = resolve(parts.path)
    except Resolver404:
        match = None
    found = None
    if match is not None and match.url_name in {"credential", "credential_file"}:
        found = (
            Credential.objects.visible_to(request.user).filter(code=match.kwargs["code"]).first()
        )
    if found is None or not found.document:
        raise ValidationError(_("There is no badge of this site at this link."))
    return found


def _result(content: bytes, on: date) -> Result:
    issuers = known_issuers()
    first = verify(content, issuers=issuers, on=on)
    badge = first.badge
    addresses = {each.address for each in badge.status} if badge else set()
    found = verify(content, issuers=issuers, lists=lists_at(addresses, today()), on=on)
    title, words, tone = _VERDICTS[found.verdict]
    return Result(
        title=str(title),
        words=str(words),
        tone=tone,
        on=on,
        lines=[_line(each) for each in found.checks],
        badge=badge,
        is_valid=found.verdict == "valid",
        page=_page_of(badge) if found.verdict == "valid" and badge else "",
    )


def _line(check: Check) -> Line:
    words, tone = _OUTCOMES[check.outcome]
    facts = {name: _fact(name, text) for name, text in check.facts.items()}
    return Line(
        name=_(sentences.CHECKS[check.code]),
        outcome=str(words),
        tone=tone,
        why=(_(sentences.ANSWERS[check.answer]) % facts).strip(),
        detail=check.detail,
    )


def _fact(name: str, text: str) -> str:
    """Days as the reader's language writes them; all else as it is."""
    day = parse_date(text) if name in {"day", "signed", "since", "until"} else None
    return date_format(day) if day else text


def _page_of(badge: Badge) -> str:
    """The page of a label of this site in the register; "" for other badges."""
    try:
        code = UUID(badge.id.rpartition("/")[2])
    except ValueError:
        return ""
    found = (
        Credential.objects.filter(label__isnull=False, code=code).select_related("label").first()
    )
    label = found.label if found else None
    return reverse("register_label", args=[label.number]) if label else ""
