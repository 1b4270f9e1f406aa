"""The network: map, drawing, figures by organisation, country, category and year; downloads."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hanse.collaboration.journey.network import Figures
from hanse.collaboration.journey.network_files import (
    Named,
    graphml,
    organisations_csv,
    ties_csv,
)
from hanse.collaboration.web.forms.network import NetworkForm
from hanse.collaboration.web.journey_reading import (
    Asked,
    Shown,
    Whole,
    category_label,
    shown,
    whole,
)
from hanse.collaboration.web.journey_tables import (
    country,
    groups_table,
    organisations_table,
    years_table,
)
from hanse.collaboration.web.network_drawing import Drawing, graph_drawing, map_drawing
from hanse.foundation.web.charts.chart import Chart
from hanse.foundation.web.charts.line import Line, line_chart
from hanse.foundation.web.tables import Table


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """The page. bridges: those that lie most often between others: name, address, share."""

    form: NetworkForm
    filtered: bool
    figures: Figures
    bridges: list[tuple[str, str, float]]
    communities: list[tuple[int, int, str]]
    map: Drawing
    graph: Drawing
    left_out: int
    organisations: Table
    countries: Table
    categories: Table | None
    years: Table
    chart: Chart | None
    year: int
    fictitious: bool


@require_GET
def network(request: HttpRequest) -> HttpResponse:
    """The network that is public, on a map and drawn, with its figures."""
    of = whole(timezone.localdate())
    form, asked = _asked(request, of)
    made = shown(of, asked)
    words = request.GET.copy()
    for name in ("page", "sort"):
        words.pop(name, None)
    query = f"?{words.urlencode()}" if words else ""
    # The map leads to one country, with the other conditions kept.
    words.pop("country", None)
    base = f"{reverse('network')}?{words.urlencode()}" if words else reverse("network")
    page = NetworkPage(
        form,
        bool(asked.country or asked.category or asked.kind),
        made.figures,
        _bridges(of, made.figures),
        _communities(of, made.figures),
        map_drawing(made.network, of.parties, base),
        graph_drawing(made.drawn, made.figures, of.parties),
        made.drawn.left_out,
        organisations_table(
            made.figures,
            of.parties,
            request.GET,
            [
                (_("CSV of organisations"), f"{reverse('network_organisations_csv')}{query}"),
                (_("CSV of ties"), f"{reverse('network_ties_csv')}{query}"),
                ("GraphML", f"{reverse('network_graphml')}{query}"),
            ],
        ),
        groups_table(
            made.countries,
            {each.group: country(each.group) for each in made.countries},
            _("By country"),
            _("Country"),
            "countries",
        ),
        groups_table(
            made.categories,
            {each.group: category_label(each.group) for each in made.categories},
            _("By cluster category"),
            _("Cluster category"),
            "categories",
        )
        if made.categories
        else None,
        years_table(made.years),
        _chart(made),
        asked.year,
        any(of.parties[key].fictitious for key in made.network.organisations),
    )
    return render(request, "collaboration/network.html", {"page": page})


@require_GET
def network_ties_csv(request: HttpRequest) -> HttpResponse:
    """The public ties, as the filters of the page leave them, as CSV."""
    of, made = _file(request)
    return _download(
        ties_csv(made.network, _names(of), _generations(of, made)), "text/csv", "network-ties.csv"
    )


@require_GET
def network_organisations_csv(request: HttpRequest) -> HttpResponse:
    """The organisations of the public network with their figures, as CSV."""
    of, made = _file(request)
    return _download(
        organisations_csv(made.figures, _names(of)), "text/csv", "network-organisations.csv"
    )


@require_GET
def network_graphml(request: HttpRequest) -> HttpResponse:
    """The public network as GraphML."""
    of, made = _file(request)
    body = graphml(made.network, made.figures, _names(of), _generations(of, made))
    return _download(body, "application/graphml+xml", "network.graphml")


def _asked(request: HttpRequest, of: Whole) -> tuple[NetworkForm, Asked]:
    """The filters of an address; an unknown one is said, and does not count."""
    first = min(of.since.values(), default=of.on.year)
    codes = sorted({code for each in of.parties.values() for code in each.categories})
    form = NetworkForm(
        request.GET,
        years=range(of.on.year - 1, first - 1, -1),
        countries=sorted({each.country for each in of.parties.values()}),
        categories=sorted(((code, category_label(code)) for code in codes), key=lambda x: x[1]),
    )
    form.is_valid()
    wanted = form.cleaned_data
    return form, Asked(
        wanted.get("year") or of.on.year,
        wanted.get("country") or "",
        wanted.get("category") or "",
        wanted.get("kind") or "",
        wanted.get("quiet") == "on",
    )


def _file(request: HttpRequest) -> tuple[Whole, Shown]:
    of = whole(timezone.localdate())
    return of, shown(of, _asked(request, of)[1])


def _names(of: Whole) -> dict[int, Named]:
    return {
        key: Named(each.slug, each.name, each.kind, each.country)
        for key, each in of.parties.items()
    }


def _generations(of: Whole, made: Shown) -> dict[tuple[int, int], int]:
    return {pair: of.generation(pair) for pair in made.network.ties}


def _download(body: str | bytes, kind: str, name: str) -> HttpResponse:
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    return HttpResponse(
        body,
        content_type=f"{kind}{charset}",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _bridges(of: Whole, known: Figures) -> list[tuple[str, str, float]]:
    found = sorted(known.nodes, key=lambda each: (-each.bridging, each.organisation))[:5]
    return [
        (
            of.parties[each.organisation].name,
            reverse("organisation_journey", args=[of.parties[each.organisation].slug]),
            each.bridging,
        )
        for each in found
        if each.bridging > 0
    ]


def _communities(of: Whole, known: Figures) -> list[tuple[int, int, str]]:
    """Number from 1, size, and the most tied organisations of the largest communities."""
    groups: dict[int, list[tuple[int, str]]] = {}
    for each in known.nodes:
        if each.community >= 0:
            groups.setdefault(each.community, []).append(
                (-each.ties, of.parties[each.organisation].name)
            )
    return [
        (number + 1, len(groups[number]), ", ".join(name for _, name in sorted(groups[number])[:3]))
        for number in sorted(groups)[:8]
    ]


def _chart(made: Shown) -> Chart | None:
    if len(made.years) < 2:
        return None
    points = [
        Line(_("Density"), [(float(each.year), each.density, "observed") for each in made.years]),
        Line(_("Reach"), [(float(each.year), each.reach, "observed") for each in made.years]),
    ]
    return line_chart(
        points,
        title=_("Density and reach over the years"),
        y_kind="percent",
        y_label=_("Share"),
        note=_("At the end of each year, of what is dated."),
    )
