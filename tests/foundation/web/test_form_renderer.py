"""Controls written without templates are the same as those of Django's templates."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from hanse.foundation.web.forms.renderer import QuickRenderer

ODD = "\"><b>&'ü\N{ZERO WIDTH JOINER}"
CHOICES: list[Any] = [
    ("", gettext_lazy("Any")),
    ("a", ODD),
    (ODD, format_html("<i>{}</i>", "marked")),
    (7, "seven"),
    ("group " + ODD, [("x", "X"), ("y", "Y")]),
]
WIDGETS: dict[str, forms.Widget] = {
    "text": forms.TextInput({"maxlength": 7, "placeholder": ODD, "autofocus": True}),
    "number": forms.NumberInput({"step": "any", "min": 0}),
    "email": forms.EmailInput({"required": False}),
    "address": forms.URLInput(),
    "password": forms.PasswordInput(render_value=True),
    "hidden": forms.HiddenInput(),
    "day": forms.DateInput({"type": "date"}),
    "moment": forms.DateTimeInput(),
    "time": forms.TimeInput(),
    "box": forms.CheckboxInput({"class": "wide"}),
    "list": forms.Select({"class": ODD}, CHOICES),
    "list of several": forms.SelectMultiple({"size": 4}, CHOICES),
    "buttons": forms.RadioSelect({"class": "row"}, CHOICES),
    "boxes": forms.CheckboxSelectMultiple({}, CHOICES),
}
VALUES: tuple[Any, ...] = (None, "", "a", ODD, 7, True, ["a", "7", "y"])


class Parts(HTMLParser):
    """Tags with their attributes, in any order, and words without the spaces around them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted(attrs, key=str)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(tag)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data.strip())


def written(widget: forms.Widget, value: Any, attributes: dict[str, Any], by: BaseRenderer) -> Any:
    return Parts(widget.render("a name", value, attributes, by)).found


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("kind", WIDGETS)
def test_it_is_what_django_s_template_writes(kind: str, value: Any) -> None:
    widget = WIDGETS[kind]
    for attributes in ({}, {"id": "id_" + ODD, "aria-invalid": "true", "disabled": True}):
        quick = written(widget, value, attributes, QuickRenderer())
        assert quick == written(widget, value, attributes, DjangoTemplates())
        assert quick


def test_forms_of_the_site_are_written_by_it() -> None:
    class Form(forms.Form):
        one = forms.ChoiceField(choices=CHOICES)

    assert isinstance(Form().renderer, QuickRenderer)
    # Django's template writes a line for each option.
    assert "\n" not in str(Form()["one"])
