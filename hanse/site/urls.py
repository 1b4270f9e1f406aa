"""Every address of the site, pillar by pillar."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from hanse.observatory.web.views import boundaries

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("api/", include("hanse.observatory.web.api.urls")),
    path("", include("hanse.excellence.web.documents_urls")),
    path("boundaries/<slug:name>.svg", boundaries.boundaries, name="boundaries"),
    *i18n_patterns(
        path("", include("hanse.foundation.web.urls")),
        path("", include("hanse.observatory.web.urls")),
        path("", include("hanse.excellence.web.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "hanse.foundation.web.views.errors.bad_request"
handler403 = "hanse.foundation.web.views.errors.not_allowed"
handler404 = "hanse.foundation.web.views.errors.not_found"
handler500 = "hanse.foundation.web.views.errors.server_fault"
