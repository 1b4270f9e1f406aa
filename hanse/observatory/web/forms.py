"""Forms of the Observatory: the finder's conditions, the name of a saved view."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanse.foundation.web.figures import shaped
from hanse.observatory.questions.finding import Wanted
from hanse.observatory.questions.lists import Lists
from hanse.observatory.web.models import NAME_LENGTH
from hanse.observatory.web.wording import category_kind

Choices = list[tuple[str, str]]

BOUNDS: Final[Mapping[str, tuple[str, float]]] = {
    "size": ("employment_persons", 1.0),
    "lq": ("location_quotient", 1.0),
    "growth": ("employment_growth_cagr", 0.01),
}
"""Word of the address -> the figure it bounds, and what one unit of the word is of it."""

RANGE_LABELS: Final[Mapping[str, str | Promise]] = {
    "size": gettext_lazy("Persons employed"),
    "lq": gettext_lazy("Location quotient"),
    "growth": gettext_lazy("Growth in % a year"),
}

_LARGEST: Final = 1e9


class FinderForm(forms.Form):
    """The finder's conditions; all may be left out."""

    scheme = forms.ChoiceField(label=gettext_lazy("Scheme"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of category"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    year = forms.ChoiceField(label=gettext_lazy("Year"), required=False)
    stars = forms.ChoiceField(label=gettext_lazy("Stars"), required=False)
    size_from = forms.FloatField(
        label=gettext_lazy("Persons employed, at least"), required=False, min_value=0
    )
    size_to = forms.FloatField(
        label=gettext_lazy("Persons employed, at most"), required=False, min_value=0
    )
    lq_from = forms.FloatField(
        label=gettext_lazy("Location quotient, at least"), required=False, min_value=0
    )
    lq_to = forms.FloatField(
        label=gettext_lazy("Location quotient, at most"), required=False, min_value=0
    )
    growth_from = forms.FloatField(
        label=gettext_lazy("Growth in % a year, at least"), required=False, min_value=-100
    )
    growth_to = forms.FloatField(
        label=gettext_lazy("Growth in % a year, at most"), required=False, min_value=-100
    )
    status = forms.ChoiceField(label=gettext_lazy("Status of the figures"), required=False)

    def __init__(
        self, words: Mapping[str, Any], lists: Lists, countries: Choices, stars: int
    ) -> None:
        asked = words.get("scheme", "")
        scheme = asked if asked in lists.schemes else next(iter(lists.schemes))
        super().__init__({**words, "scheme": asked or scheme, "year": words.get("year", "")})
        of_scheme = lists.of_scheme(scheme)
        any_of = [("", _("Any"))]
        self._scheme, self._latest = scheme, lists.latest
        self._choose("scheme", list(lists.schemes.items()))
        kinds = dict.fromkeys(each.kind for each in of_scheme.values())
        self._choose("kind", any_of + [(kind, category_kind(kind)) for kind in kinds])
        labels = sorted((each.label, code) for code, each in of_scheme.items())
        self._choose("category", any_of + [(code, label) for label, code in labels])
        self._choose("country", any_of + countries)
        latest = _("Latest (%(year)s)") % {"year": lists.latest}
        self._choose("year", [("", latest)] + [(str(y), str(y)) for y in reversed(lists.years)])
        at_least = [(str(n), _("%(number)s or more") % {"number": n}) for n in range(1, stars)]
        for word in BOUNDS:
            for end, hint in (("from", _("from")), ("to", _("to"))):
                attributes = {"placeholder": hint, "step": "any", "inputmode": "decimal"}
                self.fields[f"{word}_{end}"].widget.attrs.update(attributes)
        self._choose(
            "stars", [*any_of, ("0", _("Rated")), *at_least, (str(stars), _("All %s") % stars)]
        )
        self._choose("status", [*any_of, *status_names()])

    def _choose(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        held = list(choices)
        field.choices = held
        listed = ", ".join(str(value) for value, _label in held if value)
        if len(listed) > 300:
            listed = f"{listed[:300]}…"
        field.error_messages["invalid_choice"] = _(
            "There is no “%(value)s” here. Choose one of: %(listed)s."
        ).replace("%(listed)s", listed.replace("%", "%%"))

    def clean(self) -> dict[str, Any]:
        """Bounds the wrong way round are told, not turned."""
        cleaned = super().clean() or self.cleaned_data
        for word in BOUNDS:
            lowest, highest = cleaned.get(f"{word}_from"), cleaned.get(f"{word}_to")
            for end in ("from", "to"):
                value = cleaned.get(f"{word}_{end}")
                if value is not None and abs(value) > _LARGEST:
                    self.add_error(f"{word}_{end}", _("This number is too large."))
            if lowest is not None and highest is not None and lowest > highest:
                self.add_error(
                    f"{word}_to", _("The upper bound is below the lower one: swap the two.")
                )
        return cleaned

    def wanted(self) -> Wanted:
        """What is looked for. Only for a form without errors."""
        given = self.cleaned_data
        return Wanted(
            scheme=given["scheme"] or self._scheme,
            year=int(given["year"] or self._latest),
            kind=given["kind"],
            category=given["category"],
            country=given["country"],
            stars=int(given["stars"]) if given["stars"] else None,
            status=given["status"],
            bounds=tuple(
                (figure, _times(given[f"{word}_from"], unit), _times(given[f"{word}_to"], unit))
                for word, (figure, unit) in BOUNDS.items()
            ),
        )

    def words(self) -> dict[str, str]:
        """The conditions as words of an address, those that ask for something. As `wanted`."""
        return {
            name: self._word(value)
            for name, value in self.cleaned_data.items()
            if value not in ("", None)
        }

    def told(self) -> list[tuple[str, str]]:
        """Each condition that asks for something, as word and sentence. As `wanted`."""
        said = []
        for name, value in self.cleaned_data.items():
            if value in ("", None) or name == "scheme":
                continue
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                shown = str(dict(field.choices)[value])  # type: ignore[arg-type]
            else:
                shown = shaped(value, decimals=0 if float(value).is_integer() else 2)
            said.append((name, f"{field.label}: {shown}"))
        return said

    @staticmethod
    def _word(value: object) -> str:
        return f"{value:g}" if isinstance(value, float) else str(value)


class SavedViewForm(forms.Form):
    """The name of a saved view, and the conditions it keeps."""

    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=NAME_LENGTH)


def status_names() -> Choices:
    """What can be known of a figure, in words."""
    return [
        ("observed", _("Observed")),
        ("estimated", _("Estimated")),
        ("withheld", _("Withheld")),
        ("missing", _("Missing")),
    ]


def _times(value: float | None, unit: float) -> float | None:
    return None if value is None else value * unit
