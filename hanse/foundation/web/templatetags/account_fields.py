"""Fields of the account library's forms, drawn with our components."""

from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, CheckboxInput

from hanse.foundation.demo_cast import PASSWORD, PEOPLE
from hanse.foundation.web.models.people import ROLE_NAMES

register = template.Library()


@register.inclusion_tag("foundation/account_fields.html")
def account_fields(form: BaseForm) -> dict[str, Any]:
    """The fields of `form`: labelled, so without the library's placeholders; ticks come last."""
    for each in form.fields.values():
        each.widget.attrs.pop("placeholder", None)
    fields = list(form)
    fields.sort(key=lambda bound: isinstance(bound.field.widget, CheckboxInput))
    return {"form": form, "fields": fields}


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
