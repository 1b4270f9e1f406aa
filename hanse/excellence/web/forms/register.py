"""What is asked of the register: which labels, and whether one was valid on a day."""

from typing import Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hanse.excellence.register.records import Record
from hanse.excellence.web.register_now import field_name, level_name
from hanse.foundation.web.countries import country_names

_LONGEST: Final = 100


class RegisterFilterForm(forms.Form):
    """Which labels. Choices are those that the register has."""

    q = forms.CharField(label=_("Name or number"), required=False, max_length=_LONGEST)
    country = forms.ChoiceField(label=_("Country"), required=False)
    field = forms.ChoiceField(label=_("Field"), required=False)
    level = forms.ChoiceField(label=_("Label"), required=False)
    on = forms.DateField(
        label=_("Valid on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    all = forms.BooleanField(label=_("Also those not valid"), required=False)

    def __init__(self, labels: list[Record], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        language = get_language() or "en"
        names = country_names()
        countries = {each.country: names.get(each.country, each.country) for each in labels}
        fields = {each.field: field_name(each.field, language) for each in labels if each.field}
        levels = {
            each.level: level_name(each.scheme, each.version, each.level, language)
            for each in labels
        }
        for name, known in (("country", countries), ("field", fields), ("level", levels)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            ordered = sorted(known.items(), key=lambda each: each[1])
            field.choices = [("", _("All")), *ordered]


class ValidityForm(forms.Form):
    """Which label, on which day, and as known when."""

    label = forms.CharField(label=_("Number of the label"), max_length=30)
    on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    known_on = forms.DateField(
        label=_("As known on"),
        help_text=_("Leaves out what was entered later. All that is known today where not said."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
