"""Addresses of the Observatory's pages."""

from django.urls import URLPattern, path, re_path

from hanse.observatory.web.views import api_guide, atlas, data, downloads, home, machines, methods

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("data/", data.data, name="data"),
    path("data/api/", api_guide.api_guide, name="api_guide"),
    path("data/catalogue.jsonld", data.catalogue_jsonld, name="catalogue_jsonld"),
    path("data/<str:edition>/", data.edition, name="edition"),
    path("data/<str:edition>/checksums.txt", data.checksums, name="checksums"),
    re_path(
        r"^data/(?P<edition>[^/]+)/(?P<table>[a-z_]+)\.(?P<form>csv|parquet)$",
        downloads.table_download,
        name="table_download",
    ),
    path("methods/", methods.methods, name="methods"),
    path("methods/schemes/<str:scheme>/", methods.scheme, name="scheme"),
    path("methods/<str:code>/", methods.method, name="method"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("atlas/", atlas.atlas, name="atlas"),
    path("atlas/map.svg", atlas.map_svg, name="map_svg"),
    path("atlas/map.png", atlas.map_png, name="map_png"),
    path("atlas/map.csv", atlas.map_csv, name="map_csv"),
]
