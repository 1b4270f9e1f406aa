"""Where a firm is and what it does, to find who serves it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.directory_codes import country_code, industry_code
from hanse.foundation.geography import regions
from hanse.foundation.web.countries import VINTAGE


class FirmForm(forms.Form):
    """Region and industry; each as a code or by its name."""

    region = forms.CharField(
        label=_("Region"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "regions", "autocomplete": "off"}),
        help_text=_("A NUTS code such as AT12, the name of a region, or a country."),
    )
    industry = forms.CharField(
        label=_("Industry"),
        max_length=300,
        widget=forms.TextInput(attrs={"list": "industries", "autocomplete": "off"}),
        help_text=_("A NACE code such as C16.21, or the name of an industry."),
    )

    def clean_region(self) -> str:
        """The code of the region or the country."""
        given = str(self.cleaned_data["region"]).strip()
        code = region_code(given)
        if not code:
            raise forms.ValidationError(_("There is no region or country of this code or name."))
        return code

    def clean_industry(self) -> str:
        """The code of the industry."""
        code = industry_code(str(self.cleaned_data["industry"]))
        if not code:
            raise forms.ValidationError(_("There is nothing of this code or name."))
        return code


def region_code(text: str) -> str:
    """The region or country that `text` names by code or name; "" for none."""
    known = regions(VINTAGE)
    word = text.split(" ")[0].upper() if text else ""
    if word in known and not known[word].extra_regio:
        return word
    wanted = text.casefold()
    named = [
        code
        for code, each in known.items()
        if each.name.casefold() == wanted and not each.extra_regio and each.level > 0
    ]
    # Where a region and its part have one name, the level that figures are shown for is meant.
    named.sort(key=lambda code: abs(known[code].level - 2))
    return named[0] if named else country_code(text)
