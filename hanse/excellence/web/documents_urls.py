"""Addresses of documents that signed badges name; they carry no language."""

from django.urls import URLPattern, path, re_path

from hanse.excellence.web.views import documents

urlpatterns: list[URLPattern] = [
    path(".well-known/did.json", documents.issuer, name="issuer"),
    path("credentials/<uuid:code>", documents.credential, name="credential"),
    re_path(
        r"^credentials/(?P<code>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(?P<form>json|svg|png)$",
        documents.credential_file,
        name="credential_file",
    ),
    path(
        "credentials/status/<slug:purpose>/<int:number>",
        documents.status_list,
        name="status_list",
    ),
    path(
        "credentials/achievements/<slug:scheme>/<slug:version>/<slug:level>",
        documents.achievement,
        name="achievement",
    ),
    path(
        "credentials/achievements/<slug:scheme>/<slug:version>/<slug:level>.svg",
        documents.achievement_image,
        name="achievement_image",
    ),
    path("register/labels/<slug:number>/badge.svg", documents.label_badge, name="label_badge"),
]
