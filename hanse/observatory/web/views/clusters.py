"""The page of a regional cluster: one category in one region."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hanse.observatory.web.asking import asked
from hanse.observatory.web.keeping import for_everyone
from hanse.observatory.web.profiles.cluster_page import cluster_page, cluster_tables
from hanse.observatory.web.setting import or_not_found
from hanse.observatory.web.table_files import csv_response, table_asked


@for_everyone
def cluster(request: HttpRequest, scheme: str, category: str, region: str) -> HttpResponse:
    """Every figure of a cluster with its place, its stars with their thresholds, its parts."""
    here = asked(request, scheme)
    with or_not_found():
        kind, place = here.lists.category(scheme, category), here.lists.region(region)
    page = cluster_page(here, kind, place)
    return render(request, "observatory/cluster.html", {"page": page, "reader": here.reader})


def cluster_table(
    request: HttpRequest, scheme: str, category: str, region: str, table: str
) -> HttpResponse:
    """A table of a cluster's page as CSV."""
    here = asked(request, scheme)
    with or_not_found():
        kind, place = here.lists.category(scheme, category), here.lists.region(region)
    frame = table_asked(cluster_tables(here, kind, place), table)()
    return csv_response(frame, here, f"{kind.code}-{place.code}-{table}")
