"""Addresses of the Observatory's pages."""

from django.urls import URLPattern, path, re_path

from hanse.observatory.web.views import (
    api_guide,
    atlas,
    categories,
    clusters,
    data,
    downloads,
    home,
    industries,
    machines,
    methods,
    regions,
)

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("regions/", regions.regions, name="regions"),
    path("regions/<str:code>/", regions.region, name="region"),
    path("regions/<str:code>/<slug:table>.csv", regions.region_table, name="region_table"),
    path("categories/", categories.categories, name="categories"),
    path("categories.csv", categories.categories_table, name="categories_table"),
    path("categories/<str:scheme>/<str:code>/", categories.category, name="category"),
    path(
        "categories/<str:scheme>/<str:code>/<slug:table>.csv",
        categories.category_table,
        name="category_table",
    ),
    path("clusters/<str:scheme>/<str:category>/<str:region>/", clusters.cluster, name="cluster"),
    path(
        "clusters/<str:scheme>/<str:category>/<str:region>/<slug:table>.csv",
        clusters.cluster_table,
        name="cluster_table",
    ),
    path("industries/<str:code>/", industries.industry, name="industry"),
    path(
        "industries/<str:code>/<slug:table>.csv", industries.industry_table, name="industry_table"
    ),
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
