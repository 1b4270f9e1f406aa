"""Points on criteria, evidence, and the report."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.excellence.criteria.scheme import Criterion
from hanse.excellence.label.evidence import KINDS, MOST_BYTES
from hanse.excellence.web.models.label_assessments import Report


def points_field(criterion: Criterion, *, required: bool = True, **more: Any) -> forms.ChoiceField:
    """Points on a criterion, each with what it means."""
    choices = [
        (str(points), f"{points}: {words}") for points, words in enumerate(criterion.descriptors)
    ]
    return forms.ChoiceField(
        label=_("Points"), choices=choices, widget=forms.RadioSelect, required=required, **more
    )


class SelfScoreForm(forms.Form):
    """The points an organisation gives itself on one criterion, and why."""

    def __init__(self, criterion: Criterion, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["points"] = points_field(criterion)
        self.fields["words"] = forms.CharField(
            label=_("Why"),
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("And where in the evidence to look."),
        )


class EvidenceForm(forms.Form):
    """A file of evidence, and the criteria it speaks for."""

    file = forms.FileField(label=_("File"))

    def __init__(
        self, criteria: Sequence[Criterion], data: Any = None, files: Any = None, **more: Any
    ) -> None:
        super().__init__(data, files, **more)
        endings = [ending for kind in KINDS.values() for ending in kind.endings]
        self.fields["file"].help_text = _("At most %(most)s MB: %(kinds)s.") % {
            "most": MOST_BYTES // (1024 * 1024),
            "kinds": ", ".join(dict.fromkeys(kind.words for kind in KINDS.values())),
        }
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{each}" for each in endings)
        self.fields["criteria"] = forms.MultipleChoiceField(
            label=_("Criteria it speaks for"),
            choices=[(each.code, f"{each.code} {each.name}") for each in criteria],
            widget=forms.CheckboxSelectMultiple,
        )


class PointsForm(forms.Form):
    """Points on many criteria at once, and why; blank ones are left out."""

    def __init__(
        self,
        criteria: Sequence[Criterion],
        given: Mapping[str, tuple[int, str]],
        data: Any = None,
    ) -> None:
        super().__init__(data)
        self.criteria = criteria
        for at, each in enumerate(criteria):
            points, words = given.get(each.code, (None, ""))
            self.fields[f"points_{at}"] = points_field(
                each, required=False, initial="" if points is None else str(points)
            )
            self.fields[f"words_{at}"] = forms.CharField(
                label=_("Why"),
                required=False,
                max_length=2000,
                initial=words,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def points(self) -> dict[str, tuple[int, str]]:
        """Criterion -> points and why, of those that were given."""
        return {
            each.code: (int(self.cleaned_data[f"points_{at}"]), self.cleaned_data[f"words_{at}"])
            for at, each in enumerate(self.criteria)
            if self.cleaned_data[f"points_{at}"] != ""
        }

    def rows(self) -> list[tuple[Criterion, forms.BoundField, forms.BoundField]]:
        """Each criterion with its two fields."""
        return [
            (each, self[f"points_{at}"], self[f"words_{at}"])
            for at, each in enumerate(self.criteria)
        ]


class ReportForm(forms.ModelForm[Report]):
    """The report of the experts."""

    class Meta:
        model = Report
        fields = ("summary", "strengths", "recommendations")
        widgets = {  # noqa: RUF012 - as Django wants it
            "summary": forms.Textarea(attrs={"rows": 10}),
            "strengths": forms.Textarea(attrs={"rows": 6}),
            "recommendations": forms.Textarea(attrs={"rows": 6}),
        }
        help_texts = {  # noqa: RUF012 - as Django wants it
            "summary": _("What you saw, and how the result came about.")
        }


class RemarkForm(forms.Form):
    """A remark on a fact."""

    text = forms.CharField(
        label=_("Remark on a fact"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is wrong, and what is right. Judgements are not for remark."),
    )


class AnswerForm(forms.Form):
    """The answer to a remark."""

    answer = forms.CharField(
        label=_("Answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
