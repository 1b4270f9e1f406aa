"""What people fill in about news: items, reasons, filters, digests."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.models.news import OFTEN_CHOICES, NewsItem, NewsKind
from hanse.foundation.web.countries import country_choices, country_names
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class NewsItemForm(forms.ModelForm[NewsItem]):
    """Everything that is said of an item."""

    kind = forms.ChoiceField(label=_("Kind"), choices=NewsKind.choices)
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of organisations"),
        required=False,
        choices=OrganisationKind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For an audience of some kinds or countries. None chosen means any."),
    )
    countries = forms.MultipleChoiceField(
        label=_("Countries of organisations"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    link = forms.URLField(label=_("More about it"), required=False, assume_scheme="https")

    class Meta:
        model = NewsItem
        fields = (
            "kind",
            "title",
            "summary",
            "text",
            "link",
            "deadline",
            "begins",
            "ends",
            "place",
            "country",
            "online",
            "audience",
        )
        widgets: ClassVar = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "text": forms.Textarea(attrs={"rows": 10}),
            "deadline": _DATE,
            "begins": _DATE,
            "ends": _DATE,
        }
        help_texts: ClassVar = {
            "deadline": _("Of a call; leave it empty for a call that stays open."),
            "begins": _("Of an event."),
            "place": _("Town and address, or how to join online."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, empty in (("countries", None), ("country", _("No country"))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*([("", empty)] if empty else []), *country_choices()]
        if self.instance.pk:
            for name in ("kinds", "countries"):
                self.initial[name] = [x for x in getattr(self.instance, name).split(",") if x]

    def _post_clean(self) -> None:
        # What only an audience of some kinds or countries needs is checked by the action, which
        # knows both; here the form's own fields are enough.
        chosen = self.cleaned_data
        if chosen.get("audience") == "chosen":
            self.instance.kinds = ",".join(chosen.get("kinds") or [])
            self.instance.countries = ",".join(chosen.get("countries") or [])
        super()._post_clean()  # type: ignore[misc]


class NewNewsItemForm(NewsItemForm):
    """The same, with who it is from, which does not change afterwards."""

    organisation = forms.ModelChoiceField(
        label=_("From"), queryset=Organisation.objects.none(), required=False
    )
    field_order = ("organisation",)

    def __init__(self, *args: Any, own: Sequence[int], officer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = self.fields["organisation"]
        assert isinstance(organisation, forms.ModelChoiceField)
        organisation.queryset = Organisation.objects.filter(pk__in=own)
        organisation.required = not officer
        organisation.empty_label = _("The programme") if officer else _("Choose an organisation")
        if not own:
            del self.fields["organisation"]
        elif len(own) == 1 and not officer:
            organisation.empty_label = None


class ReturnForm(forms.Form):
    """Why an item is returned."""

    reason = forms.CharField(
        label=_("What to change"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class WithdrawForm(forms.Form):
    """Why an item is withdrawn; nobody has to say."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NewsFilterForm(forms.Form):
    """Which items a list shows."""

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *NewsKind.choices]
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    past = forms.ChoiceField(
        label=_("Dates"),
        required=False,
        choices=[("", _("Open or to come")), ("on", _("Past ones, too"))],
    )

    def __init__(self, *args: Any, countries: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        names = country_names()
        country.choices = [
            ("", _("All countries")),
            *sorted(((code, names.get(code, code)) for code in countries), key=lambda x: x[1]),
        ]


class DigestForm(forms.Form):
    """How often somebody wants a digest."""

    often = forms.ChoiceField(
        label=_("By mail"),
        required=False,
        choices=[("", _("Not at all")), *OFTEN_CHOICES],
        widget=forms.RadioSelect,
    )
