"""The page of an industry."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hanse.observatory.web.asking import asked
from hanse.observatory.web.keeping import for_everyone
from hanse.observatory.web.profiles.industry_page import industry_page, industry_tables
from hanse.observatory.web.setting import or_not_found
from hanse.observatory.web.table_files import csv_response, table_asked


@for_everyone
def industry(request: HttpRequest, code: str) -> HttpResponse:
    """One industry: what it is part of, what it is made of, where it is, how it went."""
    here = asked(request)
    with or_not_found():
        found = here.lists.industry(code)
    page = industry_page(here, found, request.GET)
    return render(request, "observatory/industry.html", {"page": page, "reader": here.reader})


def industry_table(request: HttpRequest, code: str, table: str) -> HttpResponse:
    """A table of an industry's page as CSV."""
    here = asked(request)
    with or_not_found():
        found = here.lists.industry(code)
    frame = table_asked(industry_tables(here, found), table)()
    return csv_response(frame, here, f"{found.code}-{table}")
