"""Fields and words of the account library's pages, drawn and written as ours are."""

import re
from typing import Any, Final

from django import template
from django.conf import settings
from django.forms import BaseForm, CheckboxInput, EmailField
from django.forms.utils import pretty_name
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanse.foundation.demo_cast import PASSWORD, PEOPLE
from hanse.foundation.web.models.people import ROLE_NAMES

register = template.Library()

_CAPITAL: Final = re.compile(r"(?<=[\w)][\s-])[A-Z](?=[a-z])")
"""The capital of a word that is not the first one, nor an abbreviation."""


@register.inclusion_tag("foundation/account_fields.html")
def account_fields(form: BaseForm) -> dict[str, Any]:
    """The fields of `form`: labelled, so without the library's placeholders; ticks come last."""
    for name, each in form.fields.items():
        each.widget.attrs.pop("placeholder", None)
        # A field without a label of its own is labelled with its name.
        label = _(pretty_name(name)) if each.label is None else plain(each.label)
        each.label = _("E-mail address") if isinstance(each, EmailField) else label
    fields = list(form)
    fields.sort(key=lambda bound: isinstance(bound.field.widget, CheckboxInput))
    return {"form": form, "fields": fields}


@register.filter
def plain(text: object) -> str:
    """English Words Like These as a sentence writes them; other languages as they are."""
    written = str(text or "").strip()
    if not (get_language() or "").startswith("en"):
        return written
    return _CAPITAL.sub(lambda found: found[0].lower(), written)


@register.simple_tag
def demo_accounts() -> list[dict[str, Any]]:
    """The fictitious people to sign in as; none on a real site."""
    if not settings.DEMO:
        return []
    return [
        {
            "email": each.email,
            "name": each.name,
            "role": ROLE_NAMES[each.role],
            "password": PASSWORD,
        }
        for each in PEOPLE
    ]
