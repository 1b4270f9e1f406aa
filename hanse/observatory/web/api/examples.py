"""The guide's examples: programs to be copied; those in Python are run by a test."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SITE: Final = "https://hanse.example"
"""Stands for the address of the site in the texts below."""


@dataclass(frozen=True, slots=True)
class Example:
    """A program: its language for the reader, what it does, its text."""

    name: str
    language: str
    title: str | Promise
    text: str

    def at(self, origin: str) -> str:
        """The text with the address of this site."""
        return self.text.replace(_SITE, origin)


PYTHON: Final = (
    Example(
        "pandas",
        "Python",
        _("pandas: the clusters of a region"),
        """\
import pandas as pd

address = "https://hanse.example/api/v1/clusters?region=AT13&scheme=traded_local&format=csv"
clusters = pd.read_csv(address, keep_default_na=False, na_values=[""])
last = clusters[clusters["year"] == clusters["year"].max()]
print(last.nlargest(10, "location_quotient")[["category", "location_quotient", "stars"]])
""",
    ),
    Example(
        "polars",
        "Python",
        _("Polars: a whole table, of which only what is needed is fetched"),
        """\
import io
import urllib.request

import polars as pl

address = "https://hanse.example/api/v1/clusters?country=AT&fields=employment_persons&format=parquet"
with urllib.request.urlopen(address) as answer:
    clusters = pl.read_parquet(io.BytesIO(answer.read()))
print(clusters.group_by("year").agg(pl.col("employment_persons").sum()).sort("year"))
""",
    ),
    Example(
        "walk",
        "Python",
        _("Plain Python: page after page of JSON"),
        """\
import json
import urllib.request

address = "https://hanse.example/api/v1/observations?region=AT13&indicator=location_quotient&limit=500"
found = []
while address:
    with urllib.request.urlopen(address) as answer:
        page = json.load(answer)
    found += page["items"]
    address = page["next"]
print(page["about"]["edition"], page["total"], len(found))
""",
    ),
    Example(
        "unchanged",
        "Python",
        _("Plain Python: ask again, and fetch only what has changed"),
        """\
import urllib.error
import urllib.request

address = "https://hanse.example/api/v1/regions"
with urllib.request.urlopen(address) as answer:
    tag = answer.headers["ETag"]

again = urllib.request.Request(address, headers={"If-None-Match": tag})
try:
    urllib.request.urlopen(again)
except urllib.error.HTTPError as unchanged:
    print(unchanged.code)
""",
    ),
)

R: Final = (
    Example(
        "r",
        "R",
        _("R: the clusters of a region"),
        """\
address <- "https://hanse.example/api/v1/clusters?region=AT13&scheme=traded_local&format=csv"
clusters <- read.csv(address, na.strings = "")
last <- subset(clusters, year == max(year))
head(last[order(-last$location_quotient), c("category", "location_quotient", "stars")], 10)
""",
    ),
    Example(
        "arrow",
        "R",
        _("R with arrow: a whole table"),
        """\
library(arrow)
library(dplyr)

address <- "https://hanse.example/data/EDITION/clusters.parquet"
download.file(address, "clusters.parquet", mode = "wb")
open_dataset("clusters.parquet") |>
  filter(region == "AT13", stars >= 3) |>
  select(category, year, stars) |>
  collect()
""",
    ),
)

SPREADSHEET: Final = (
    Example(
        "sheets",
        "Google Sheets",
        _("Google Sheets: into a cell"),
        '=IMPORTDATA("https://hanse.example/api/v1/clusters?region=AT13&year=2020&format=csv")\n',
    ),
    Example(
        "excel",
        "Excel",
        _("Excel: Data, From Web, then this address"),
        "https://hanse.example/api/v1/clusters?region=AT13&year=2020&format=csv\n",
    ),
    Example(
        "libreoffice",
        "LibreOffice",
        _("LibreOffice Calc: Sheet, External Links, then this address"),
        "https://hanse.example/api/v1/clusters?region=AT13&year=2020&format=csv\n",
    ),
)
