"""What can be ranked, and by what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hanse.foundation.web.figures import Kind


@dataclass(frozen=True, slots=True)
class Measure:
    """What is ranked by: its name, how it is written, and the page that defines it.

    definition: "" for the rating rule of the edition. said: what a large figure means.
    """

    label: str | Promise
    kind: Kind
    definition: str
    said: str | Promise
    decimals: int | None = None


_STARS: Final = Measure(
    gettext_lazy("Stars"),
    "count",
    "",
    gettext_lazy("All the stars of a place's clusters, added up. Large economies have more."),
)
_STAR_CLUSTERS: Final = Measure(
    gettext_lazy("Star clusters"),
    "count",
    "",
    gettext_lazy("How many clusters reach all stars, or all but one."),
)
MEASURES: Final[Mapping[str, Mapping[str, Measure]]] = {
    "regions": {
        "star_clusters": _STAR_CLUSTERS,
        "stars": _STARS,
        "krugman_index": Measure(
            gettext_lazy("Specialisation"),
            "decimal",
            "krugman_index",
            gettext_lazy("How far the region's mix of categories is from that of all regions."),
            3,
        ),
    },
    "countries": {
        "star_clusters": _STAR_CLUSTERS,
        "stars": _STARS,
        "stars_per_cluster": Measure(
            gettext_lazy("Stars per cluster"),
            "decimal",
            "",
            gettext_lazy("Stars for each cluster that could be rated, whatever the size."),
        ),
    },
    "categories": {
        "locational_gini": Measure(
            gettext_lazy("Concentration"),
            "decimal",
            "locational_gini",
            gettext_lazy(
                "How unevenly the category is spread over regions, compared with all employment."
            ),
            3,
        ),
        "employment_persons": Measure(
            gettext_lazy("Persons employed"),
            "count",
            "employment_persons",
            gettext_lazy("In all regions where it is known."),
        ),
        "star_clusters": _STAR_CLUSTERS,
    },
}
GROUPS: Final[Mapping[str, str | Promise]] = {
    "regions": gettext_lazy("Regions"),
    "countries": gettext_lazy("Countries"),
    "categories": gettext_lazy("Categories"),
}
