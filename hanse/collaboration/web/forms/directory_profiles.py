"""What editors say in a profile, section by section, and what officers decide on it."""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.directory_codes import (
    LONG_KINDS,
    code_label,
    code_names,
    country_code,
    grouped_choices,
    industry_code,
    labels,
)
from hanse.collaboration.web.models.profiles import SUMMARY, CodeKind, Profile, TierChoice
from hanse.foundation.web.languages import language_choices, language_name

EARLIEST_YEAR: Final = 1000


class ProfileFactsForm(forms.ModelForm[Profile]):
    """The facts of an organisation that stand beside its name and place."""

    founded_year = forms.IntegerField(
        label=_("Year founded"), required=False, min_value=EARLIEST_YEAR, max_value=2100
    )

    class Meta:
        model = Profile
        fields = ("legal_form", "address", "founded_year", "staff_fte", "recognised_by")
        help_texts: ClassVar = {
            "legal_form": _("Such as association, limited company, part of a public agency."),
            "staff_fte": _("Of the management team: 1 for a full post, 0.5 for half a post."),
            "recognised_by": _(
                "Leave it empty if there is none. Recognition stands in for the checks of the "
                "validated tier; an officer looks at it."
            ),
        }

    def __init__(self, *args: Any, is_cluster: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_cluster:
            del self.fields["staff_fte"], self.fields["recognised_by"]


class ProfileTextsForm(forms.Form):
    """A text for each language there is, and one for a further language."""

    language = forms.ChoiceField(label=_("A further language"), required=False)
    summary = forms.CharField(
        label=_("Text in that language"),
        required=False,
        max_length=SUMMARY,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, texts: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = list(texts)
        for language, text in texts.items():
            self.fields[f"text_{language}"] = forms.CharField(
                label=language_name(language).capitalize(),
                required=False,
                max_length=SUMMARY,
                initial=text,
                widget=forms.Textarea(attrs={"rows": 5, "lang": language}),
                help_text=_("Empty it to take the language out."),
            )
        further = self.fields["language"]
        assert isinstance(further, forms.ChoiceField)
        left = [(code, name) for code, name in language_choices() if code not in texts]
        further.choices = [("", _("Choose a language")), *left]
        self.order_fields([*(f"text_{code}" for code in texts), "language", "summary"])

    def clean(self) -> dict[str, Any]:
        """A further text has its language, and a language its text."""
        given = super().clean() or self.cleaned_data
        if given.get("summary") and not given.get("language"):
            self.add_error("language", gettext("Say in which language the text is."))
        if given.get("language") and not given.get("summary"):
            self.add_error("summary", gettext("Write the text in this language."))
        return given

    @property
    def texts(self) -> dict[str, str]:
        """Language -> text, as the action takes them."""
        given = self.cleaned_data
        found = {code: given[f"text_{code}"] for code in self.languages}
        if given["language"]:
            found[given["language"]] = given["summary"]
        return found


class ProfileCodesForm(forms.Form):
    """The codes of one kind: ticked in a short list; of a long one those named, and one more."""

    codes = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("Named now")
    )
    more = forms.CharField(required=False, max_length=300)

    def __init__(self, *args: Any, kind: CodeKind, chosen: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        codes = self.fields["codes"]
        assert isinstance(codes, forms.MultipleChoiceField)
        codes.initial = list(chosen)
        if kind in LONG_KINDS:
            codes.choices = labels(kind, chosen)
            codes.help_text = _("Take away the tick of what no longer holds.")
            if not chosen:
                del self.fields["codes"]
            more = self.fields["more"]
            more.widget.attrs.update({"list": "codes", "autocomplete": "off"})
            if kind is CodeKind.INDUSTRY:
                more.label = _("Add an industry")
                more.help_text = _("A NACE code such as C16.21 or 16.21, or the name of one.")
            else:
                more.label = _("Add a country")
                more.help_text = _("Its name in English, or its code.")
        else:
            codes.choices = [group for group in grouped_choices(kind) if group[1]]
            codes.label = kind.label
            del self.fields["more"]

    def clean_more(self) -> str:
        """The code of what is to be added."""
        given = str(self.cleaned_data["more"])
        if not given.strip():
            return ""
        find = industry_code if self.kind is CodeKind.INDUSTRY else country_code
        code = find(given)
        if not code:
            raise forms.ValidationError(_("There is nothing of this code or name."))
        return code

    @property
    def chosen(self) -> list[str]:
        """All that is named now."""
        found = list(self.cleaned_data.get("codes", ()))
        added = self.cleaned_data.get("more", "")
        return [*found, added] if added and added not in found else found

    @property
    def suggestions(self) -> list[tuple[str, str]]:
        """What the browser may offer while one types."""
        if self.kind not in LONG_KINDS:
            return []
        return [(code_label(self.kind, code), code) for code in code_names(self.kind)]


class TierForm(forms.Form):
    """An officer's decision on a tier."""

    page_active = forms.BooleanField(
        label=_("I have looked at the web page today, and it shows activity"), required=False
    )
    tier = forms.ChoiceField(
        label=_("Decision"), choices=TierChoice.choices, widget=forms.RadioSelect
    )
    remark = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where a validated entry becomes provisional; its editors read it."),
    )
