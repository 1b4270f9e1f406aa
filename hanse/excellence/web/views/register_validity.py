"""The page that answers whether a label was valid on a day."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from hanse.excellence.register.chain import Entry
from hanse.excellence.register.records import Record, was_valid
from hanse.excellence.web.forms.register import ValidityForm
from hanse.excellence.web.models.register import EVENT_CHOICES
from hanse.excellence.web.publishing import today
from hanse.excellence.web.register_now import level_name, register
from hanse.excellence.web.standing import STANDING_TONES, STANDING_WORDS


@dataclass(frozen=True, slots=True)
class ValidityPage:
    """The answer to the form. record: None where the label is not there, or was not known then."""

    form: ValidityForm
    asked: bool
    label: str = ""
    on: date | None = None
    known_on: date | None = None
    record: Record | None = None
    valid: bool = False
    standing: str = ""
    tone: str = ""
    entry: Entry | None = None
    event: str = ""
    title: str = ""


@require_safe
def register_validity(request: HttpRequest) -> HttpResponse:
    """Was this label valid on that day?"""
    asked = "label" in request.GET
    form = ValidityForm(request.GET if asked else None, initial={"on": today()})
    page = ValidityPage(form, asked=False)
    if asked and form.is_valid():
        page = _validity(form)
    return render(request, "excellence/register_validity.html", {"page": page})


def _validity(form: ValidityForm) -> ValidityPage:
    label, on, known_on = (form.cleaned_data[name] for name in ("label", "on", "known_on"))
    answer = was_valid(register().entries, label.strip(), on, known_on=known_on)
    if answer is None:
        return ValidityPage(form, asked=True, label=label, on=on, known_on=known_on)
    language = get_language() or "en"
    return ValidityPage(
        form,
        asked=True,
        label=answer.label,
        on=on,
        known_on=known_on,
        record=answer.record,
        valid=answer.valid,
        standing=str(STANDING_WORDS[answer.standing]),
        tone=STANDING_TONES[answer.standing],
        entry=answer.entry,
        event=str(dict(EVENT_CHOICES)[answer.entry.event.value]),
        title=level_name(
            answer.record.scheme, answer.record.version, answer.record.level, language
        ),
    )
