"""Missions as files."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hanse.collaboration.web.forms.missions import MissionFilterForm
from hanse.collaboration.web.mission_rows import COLUMNS, chosen, mission_line, public_missions
from hanse.collaboration.web.row_answers import row_file


@require_safe
def mission_list_file(request: HttpRequest, form: str) -> HttpResponse:
    """Missions whose call was opened, those that the list was asked for, as CSV or JSON."""
    public = public_missions()
    asked = MissionFilterForm(public.order_by().values_list("host_country", "sectors"), request.GET)
    wanted = asked.cleaned_data if asked.is_valid() else {}
    rows = [mission_line(each) for each in chosen(public, wanted)]
    return row_file(rows, COLUMNS, "missions", form)
