"""The page of the keys that sign badges, for administrators."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from hanse.excellence.credentials import key_files
from hanse.excellence.credentials.issuer import key_address
from hanse.excellence.credentials.keys import PublicKey
from hanse.excellence.web.actions.credentials import credentials_sign_again
from hanse.excellence.web.issuing import site_issuer
from hanse.excellence.web.models.credentials import Credential
from hanse.excellence.web.publishing import today
from hanse.foundation.home import keys_folder
from hanse.foundation.problems import HanseError
from hanse.foundation.web.access import administrator_required, person_of


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key, and how many badges that stand it has signed."""

    key: PublicKey
    address: str
    standing: int


@dataclass(frozen=True, slots=True)
class KeysPage:
    """What the page shows. issuer: the identifier of this site; folder: where the keys lie."""

    issuer: str
    folder: str
    lines: Sequence[KeyLine]


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """List the keys; sign again what a revoked one has signed."""
    issuer, folder = site_issuer(), keys_folder()
    if request.method == "POST":
        try:
            made = credentials_sign_again(
                by=person_of(request), key=request.POST.get("key", ""), on=today()
            )
        except HanseError as problem:
            messages.error(request, f"{problem.what} {problem.remedy}")
        else:
            said = ngettext(
                "%(n)s badge is signed again.", "%(n)s badges are signed again.", len(made)
            )
            messages.success(request, said % {"n": len(made)})
        return redirect("keys")
    signed = dict(Credential.objects.standing().order_by().values_list("key").annotate(Count("pk")))
    lines = [
        KeyLine(each, address, signed.get(address, 0))
        for each in key_files.public_keys(folder)
        for address in [key_address(issuer.id, each)]
    ]
    return render(
        request, "excellence/keys.html", {"page": KeysPage(issuer.id, str(folder), lines)}
    )
