"""What people say of offers and needs, look for, and judge them by."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.directory.code_lists import TECHNOLOGIES, code_list
from hanse.collaboration.matching.review import CRITERION_WORDS, MOST_POINTS, Criterion
from hanse.collaboration.matching.templates import SHORT, TEMPLATES, OfferKind, Section
from hanse.collaboration.matching.validity import USUAL_DAYS
from hanse.collaboration.web.models.offers import SUMMARY, TITLE, Offer
from hanse.collaboration.web.offer_words import (
    KIND_CHOICES,
    STAGE_CHOICES,
    category_names,
    emerging_names,
)
from hanse.foundation.problems import HanseError
from hanse.foundation.sectors import classification
from hanse.foundation.web.countries import country_choices
from hanse.foundation.web.models.organisations import OrganisationKind

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOST_INDUSTRIES: Final = 10
CODE_FIELDS: Final = ("category", "emerging", "technology", "target", "partner")
"""Fields of the form that take codes from a list; the kind of code is the name of the field."""

ABOUT: Final = ("industry", "category", "emerging", "technology")
"""Fields of which one says what an offer is about."""


class OfferForm(forms.Form):
    """Everything an editor says of an offer of one type: the questions are those of its template.

    kind: of `hanse.collaboration.matching.templates`. offer: the one to be changed, if there is
    one. on: the day from which a new one stands unless somebody says otherwise. draft: whether it
    is saved with holes, and not handed in.
    """

    use_required_attribute = False  # Drafts are saved with holes.

    title = forms.CharField(
        label=_("Title"), max_length=TITLE, help_text=_("What it is, in one line.")
    )
    summary = forms.CharField(
        label=_("In a few sentences"),
        max_length=SUMMARY,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown in lists. Name no person and no address: answers come by this site."),
    )

    def __init__(
        self,
        *args: Any,
        kind: OfferKind,
        on: date,
        offer: Offer | None = None,
        draft: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial = _initial(offer, on)
        self.sections = TEMPLATES[kind]
        self.draft = draft
        for section in self.sections:
            self.fields[f"section_{section.code}"] = _section_field(section, draft=draft)
        self.fields["begins"] = forms.DateField(label=_("Stands from"), widget=_DATE)
        self.fields["ends"] = forms.DateField(
            label=_("Stands until"), widget=_DATE, help_text=_("A year at most.")
        )
        self.fields["industry"] = forms.CharField(
            label=_("Industries"),
            required=False,
            max_length=SHORT,
            help_text=_("NACE codes, with commas between them, such as C16.2, C31."),
        )
        for name, label, choices in (
            ("category", _("Cluster categories"), list(category_names().items())),
            ("emerging", _("Emerging industries"), list(emerging_names().items())),
            ("technology", _("Technology fields"), list(code_list(TECHNOLOGIES).names.items())),
            ("target", _("Target countries"), country_choices()),
            ("partner", _("Kinds of organisation sought"), OrganisationKind.choices),
        ):
            self.fields[name] = forms.MultipleChoiceField(
                label=label,
                required=False,
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
            )

    def clean_industry(self) -> list[str]:
        """The codes in canonical spelling. Raises `ValidationError` with the closest ones."""
        tree = classification("nace_rev2")
        found = []
        for word in str(self.cleaned_data["industry"]).replace(";", ",").split(","):
            if not word.strip():
                continue
            try:
                code = tree.canonical(word.strip())
            except HanseError as problem:
                raise forms.ValidationError(f"{problem.what} {problem.remedy}".strip()) from problem
            if code not in tree.items:
                raise forms.ValidationError(_now("Name single industries, not sums of several."))
            found.append(code)
        if len(found) > MOST_INDUSTRIES:
            raise forms.ValidationError(
                _now("Name %(count)d industries at most.") % {"count": MOST_INDUSTRIES}
            )
        return sorted(set(found))

    def clean(self) -> dict[str, Any]:
        """Check that what is handed in names what it is about."""
        given = super().clean() or self.cleaned_data
        if not self.draft and not any(given.get(name) for name in ABOUT):
            self.add_error(
                "category", _now("Name an industry, a category or a technology it is about.")
            )
        return given

    def details(self) -> dict[str, Any]:
        """The words and dates, as the actions take them."""
        given = self.cleaned_data
        return {
            "title": given["title"],
            "summary": given["summary"],
            "answers": {each.code: given[f"section_{each.code}"] for each in self.sections},
            "begins": given["begins"],
            "ends": given["ends"],
        }

    def codes(self) -> Mapping[str, Collection[str]]:
        """The codes by kind, as the actions take them."""
        given = self.cleaned_data
        return {"industry": given["industry"], **{name: given[name] for name in CODE_FIELDS}}

    # --- In parts, for the template -----------------------------------------------------------

    def words(self) -> list[forms.BoundField]:
        """Title, summary and the sections of the template."""
        return [
            self["title"],
            self["summary"],
            *(self[f"section_{each.code}"] for each in self.sections),
        ]

    def dates(self) -> list[forms.BoundField]:
        """From when until when."""
        return [self["begins"], self["ends"]]

    def lists(self) -> list[tuple[forms.BoundField, int]]:
        """Fields with long lists, and how many of each are chosen."""
        return [(self[name], len(self[name].value() or [])) for name in CODE_FIELDS]


def _section_field(section: Section, *, draft: bool) -> forms.Field:
    words: dict[str, Any] = {
        "label": _(section.title),
        "required": section.required and not draft,
        "help_text": _(section.help) if section.help else "",
    }
    if section.choices:
        return forms.ChoiceField(choices=[("", _("Choose a stage")), *STAGE_CHOICES], **words)
    widget = forms.Textarea(attrs={"rows": 5}) if section.is_long else forms.TextInput()
    return forms.CharField(max_length=section.most, widget=widget, **words)


def _initial(offer: Offer | None, on: date) -> dict[str, Any]:
    if offer is None:
        return {"begins": on, "ends": on + timedelta(days=USUAL_DAYS)}
    codes: dict[str, list[str]] = {}
    for each in offer.codes.all():
        codes.setdefault(each.kind, []).append(each.code)
    return {
        "title": offer.title,
        "summary": offer.summary,
        "begins": offer.begins,
        "ends": offer.ends,
        **{f"section_{code}": text for code, text in offer.answers.items()},
        "industry": ", ".join(codes.get("industry", [])),
        **{name: codes.get(name, []) for name in CODE_FIELDS},
    }


class OfferFilterForm(forms.Form):
    """Which offers and needs to list."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Type"), required=False, choices=[("", _("All types")), *KIND_CHOICES]
    )
    category = forms.ChoiceField(label=_("Cluster category"), required=False)
    country = forms.ChoiceField(label=_("Country of the organisation"), required=False)
    target = forms.ChoiceField(label=_("Target country"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, first, choices in (
            ("category", _("All categories"), list(category_names().items())),
            ("country", _("All countries"), country_choices()),
            ("target", _("All countries"), country_choices()),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", first), *choices]


class ReviewForm(forms.Form):
    """Points by the four criteria, and what the organisation is told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in Criterion:
            name, question = CRITERION_WORDS[criterion]
            self.fields[criterion.value] = forms.TypedChoiceField(
                label=_(name),
                help_text=_(question),
                coerce=int,
                choices=[(each, str(each)) for each in range(MOST_POINTS + 1)],
                widget=forms.RadioSelect,
            )
        self.fields["remark"] = forms.CharField(
            label=_("Remark to the organisation"),
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("Needed where the offer is not published: what is to be mended."),
        )

    def points(self) -> dict[Criterion, int]:
        """Points by criterion."""
        return {each: self.cleaned_data[each.value] for each in Criterion}


class HoldForm(forms.Form):
    """Why a published offer is taken off the list."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
