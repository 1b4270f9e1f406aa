"""Every address of the site, pillar by pillar."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from hanse.collaboration.web.api.agreements import router as agreements_router
from hanse.collaboration.web.api.directory import router as directory_router
from hanse.collaboration.web.api.missions import router as missions_router
from hanse.excellence.web.api.register import router as register_router
from hanse.observatory.web.api.service import addresses, api
from hanse.observatory.web.views import boundaries

api.add_router("", register_router)  # one API, and one OpenAPI document, for all pillars
api.add_router("", agreements_router)
api.add_router("", directory_router)
api.add_router("", missions_router)

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("api/", include(addresses())),
    path("", include("hanse.excellence.web.documents_urls")),
    path("boundaries/<slug:name>.svg", boundaries.boundaries, name="boundaries"),
    *i18n_patterns(
        path("", include("hanse.foundation.web.urls")),
        path("", include("hanse.observatory.web.urls")),
        path("", include("hanse.excellence.web.urls")),
        path("", include("hanse.collaboration.web.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "hanse.foundation.web.views.errors.bad_request"
handler403 = "hanse.foundation.web.views.errors.not_allowed"
handler404 = "hanse.foundation.web.views.errors.not_found"
handler500 = "hanse.foundation.web.views.errors.server_fault"
