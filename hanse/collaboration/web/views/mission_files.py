"""Missions as files."""

import json

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hanse.collaboration.web.agreement_lines import flat
from hanse.collaboration.web.forms.missions import MissionFilterForm
from hanse.collaboration.web.mission_rows import COLUMNS, chosen, mission_line, public_missions
from hanse.excellence.web.register_tables import as_csv


@require_safe
def mission_list_file(request: HttpRequest, form: str) -> HttpResponse:
    """Missions whose call was opened, those that the list was asked for, as CSV or JSON."""
    public = public_missions()
    asked = MissionFilterForm(public.order_by().values_list("host_country", "sectors"), request.GET)
    wanted = asked.cleaned_data if asked.is_valid() else {}
    rows = [mission_line(each) for each in chosen(public, wanted)]
    if form == "csv":
        content = as_csv([flat(each) for each in rows], COLUMNS)
        media = "text/csv; charset=utf-8"
    else:
        content = json.dumps({"missions": rows}, ensure_ascii=False, indent=1).encode()
        media = "application/json"
    answer = HttpResponse(content, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="missions.{form}"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
