"""Tables of pages as CSV: labelled, harmless in a spreadsheet, named after edition and page."""

from collections.abc import Callable, Mapping, Sequence

import polars as pl
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from hanse.observatory.edition.export import about
from hanse.observatory.exports.pieces import csv_pieces, labelled
from hanse.observatory.web.setting import Setting


def csv_response(frame: pl.DataFrame, here: Setting, name: str) -> HttpResponse:
    """`frame` as a CSV file with its edition in every row."""
    edition = here.reader.edition
    rows = frame.with_columns(pl.lit(edition.id).alias("edition"))
    pieces = csv_pieces(labelled([rows], about(edition)))
    return HttpResponse(
        b"".join(pieces),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}-{edition.id}.csv"'},
    )


def table_asked(
    tables: Mapping[str, Callable[[], pl.DataFrame]], table: str
) -> Callable[[], pl.DataFrame]:
    """The table of a page that an address names. Raises `Http404` saying which there are."""
    if table not in tables:
        raise Http404(
            _("This page has no table of that name. It has %(names)s.")
            % {"names": ", ".join(tables)}
        )
    return tables[table]


def csv_link(here: Setting, page: str, *args: str) -> Sequence[tuple[str, str]]:
    """The download of one table: the words to click and the address."""
    return [("CSV", here.addresses.page(page, *args))]
