"""What people say of a consortium: its profile, members, work plan; and what lists are asked."""

from collections.abc import Iterable
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.consortia.calls import consortium_calls
from hanse.collaboration.directory.code_lists import PRIORITIES, TECHNOLOGIES, code_list
from hanse.collaboration.web.consortium_words import STATE_CHOICES
from hanse.collaboration.web.models.consortia import (
    Consortium,
    ConsortiumCodeKind,
    ConsortiumMember,
    ConsortiumMilestone,
    ConsortiumRole,
    ConsortiumTask,
)
from hanse.collaboration.web.offer_words import category_names, emerging_names
from hanse.foundation.web.countries import country_choices, country_names
from hanse.foundation.web.models.organisations import Organisation

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def code_names(kind: str) -> dict[str, str]:
    """Code -> name of what consortia can name of a kind."""
    match kind:
        case ConsortiumCodeKind.SECTOR:
            return category_names()
        case ConsortiumCodeKind.EMERGING:
            return emerging_names()
        case ConsortiumCodeKind.TECHNOLOGY:
            return dict(code_list(TECHNOLOGIES).names)
        case ConsortiumCodeKind.PRIORITY:
            return dict(code_list(PRIORITIES).names)
        case _:
            return country_names()


def by_name(names: dict[str, str]) -> list[tuple[str, str]]:
    """Choices in the order of their names."""
    return sorted(names.items(), key=lambda each: each[1])


def call_choices() -> list[tuple[str, Any]]:
    """Calls that consortia answer, and none."""
    return [("", _("None")), *((code, call.title) for code, call in consortium_calls().items())]


CODE_LABELS: Final = {
    ConsortiumCodeKind.TARGET: _("Target countries"),
    ConsortiumCodeKind.SECTOR: _("Sectors"),
    ConsortiumCodeKind.TECHNOLOGY: _("Technology fields"),
    ConsortiumCodeKind.PRIORITY: _("Smart-specialisation priorities"),
    ConsortiumCodeKind.EMERGING: _("Emerging industries"),
}


class ConsortiumForm(forms.ModelForm[Consortium]):
    """Everything that is said of a consortium. codes: a list of each kind."""

    class Meta:
        model = Consortium
        fields = (
            "name",
            "title",
            "objectives",
            "previous",
            "begins",
            "ends",
            "call",
            "agreement_signed",
            "published",
            "strategy_public",
        )
        widgets: ClassVar = {
            "objectives": forms.Textarea(attrs={"rows": 5}),
            "previous": forms.Textarea(attrs={"rows": 3}),
            "begins": _DATE,
            "ends": _DATE,
            "agreement_signed": _DATE,
        }
        help_texts: ClassVar = {
            "published": _("Everybody sees its profile; plans and drafts stay with the members."),
            "strategy_public": _("Everybody sees the strategy that all members approved."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["call"] = forms.ChoiceField(
            label=_("Call"), required=False, choices=call_choices()
        )
        had: dict[str, list[str]] = {}
        if self.instance.pk:
            for kind, code in self.instance.codes.values_list("kind", "code"):
                had.setdefault(kind, []).append(code)
        for kind in ConsortiumCodeKind:
            self.fields[f"codes_{kind.value}"] = forms.MultipleChoiceField(
                label=CODE_LABELS[kind],
                required=False,
                choices=by_name(code_names(kind)),
                widget=forms.CheckboxSelectMultiple,
                initial=had.get(kind.value, []),
            )

    def details(self) -> dict[str, Any]:
        """Field -> value, codes apart."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def codes(self) -> dict[str, list[str]]:
        """Kind of code -> codes."""
        return {kind.value: self.cleaned_data[f"codes_{kind.value}"] for kind in ConsortiumCodeKind}


class CoordinatorForm(forms.Form):
    """Which of one's organisations leads the consortium."""

    coordinator = forms.ModelChoiceField(
        label=_("Coordinator"), queryset=Organisation.objects.none(), empty_label=None
    )

    def __init__(self, own: Iterable[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["coordinator"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organisation.objects.filter(pk__in=[each.pk for each in own])


class ConsortiumFilterForm(forms.Form):
    """Which consortia. Choices are those there are."""

    state = forms.ChoiceField(label=_("State"), required=False)
    country = forms.ChoiceField(label=_("Country of a member"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    target = forms.ChoiceField(label=_("Target country"), required=False)

    def __init__(
        self,
        countries: Iterable[str],
        sectors: Iterable[str],
        targets: Iterable[str],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        places, categories = country_names(), category_names()
        offered: dict[str, list[tuple[str, Any]]] = {
            "state": list(STATE_CHOICES),
            "country": by_name({code: places.get(code, code) for code in countries}),
            "sector": by_name({code: categories.get(code, code) for code in sectors}),
            "target": by_name({code: places.get(code, code) for code in targets}),
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *choices]


class InviteForm(forms.Form):
    """Whom to ask, as what."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=_("Choose")
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[each for each in ConsortiumRole.choices if each[0] != ConsortiumRole.COORDINATOR],
    )
    function = forms.CharField(
        label=_("What it does in the consortium"), required=False, max_length=200
    )

    def __init__(self, asked: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = asked


class RoleForm(forms.ModelForm[ConsortiumMember]):
    """What a member does in the consortium."""

    class Meta:
        model = ConsortiumMember
        fields = ("role", "function")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leads = self.instance.role == ConsortiumRole.COORDINATOR
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            each
            for each in ConsortiumRole.choices
            if (each[0] == ConsortiumRole.COORDINATOR) == leads
        ]


class TaskForm(forms.ModelForm[ConsortiumTask]):
    """A task of the work plan."""

    class Meta:
        model = ConsortiumTask
        fields = ("title", "lead", "begins", "ends", "country")
        widgets: ClassVar = {"begins": _DATE, "ends": _DATE}

    def __init__(self, consortium: Consortium, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead = self.fields["lead"]
        assert isinstance(lead, forms.ModelChoiceField)
        lead.queryset = Organisation.objects.filter(
            pk__in=consortium.members.belonging().values("organisation")
        )
        self.fields["country"] = forms.ChoiceField(
            label=_("Target country"), required=False, choices=[("", _("None")), *country_choices()]
        )


class MilestoneForm(forms.ModelForm[ConsortiumMilestone]):
    """A milestone and how far it is."""

    class Meta:
        model = ConsortiumMilestone
        fields = ("title", "due", "progress")
        widgets: ClassVar = {"due": _DATE}


class ReachForm(forms.Form):
    """How many firms were reached in a year."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    smes = forms.IntegerField(
        label=_("SMEs reached"),
        min_value=0,
        max_value=1_000_000,
        help_text=_("Small and medium-sized firms, each counted once in the year."),
    )


class SendBackForm(forms.Form):
    """What has to change in a strategy."""

    remark = forms.CharField(
        label=_("What has to change"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
