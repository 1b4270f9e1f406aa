"""How controls are written: without a template for each of hundreds of options.

Django renders every option of a list from a template that includes another for its attributes,
which takes three times as long for a list of time zones. What is written is the same.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Widget = Mapping[str, Any]
"""What Django tells the template of a widget."""


class QuickRenderer(DjangoTemplates):
    """Django's own, but for lists and plain controls."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """The words of a template with a context."""
        write = _WRITERS.get(template_name)
        return (
            write(context["widget"]) if write else super().render(template_name, context, request)
        )


def _select(widget: Widget) -> str:
    """A list, with its groups."""
    groups = (
        format_html('<optgroup label="{}">{}</optgroup>', label, _options(options))
        if label
        else _options(options)
        for label, options, _index in widget["optgroups"]
    )
    return format_html(
        '<select name="{}"{}>{}</select>',
        widget["name"],
        flatatt(widget["attrs"]),
        format_html_join("", "{}", ((each,) for each in groups)),
    )


def _options(options: list[Widget]) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            # Most have no attributes.
            (each["value"], flatatt(each["attrs"]) if each["attrs"] else "", each["label"])
            for each in options
        ),
    )


def _input(widget: Widget) -> str:
    """A control of one line, a box to tick, a button."""
    value = widget["value"]
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        "" if value is None else format_html(' value="{}"', str(value)),
        flatatt(widget["attrs"]),
    )


def _group(widget: Widget) -> str:
    """Several boxes or buttons, each in its label, with their groups."""
    identifier, kind = widget["attrs"].get("id"), widget["attrs"].get("class")
    groups = (
        format_html("<div><label>{}</label>{}</div>", label, _choices(options))
        if label
        else _choices(options)
        for label, options, _index in widget["optgroups"]
    )
    named = {"id": identifier or None, "class": kind or None}
    inside = format_html_join("", "{}", ((each,) for each in groups))
    return format_html("<div{}>{}</div>", flatatt(named), inside)


def _choices(options: list[Widget]) -> SafeString:
    return format_html_join("", "<div>{}</div>", ((_choice(each),) for each in options))


def _choice(widget: Widget) -> str:
    """One of several boxes or buttons."""
    if not widget["wrap_label"]:
        return _input(widget)
    where = flatatt({"for": widget["attrs"].get("id") or None})
    return format_html("<label{}>{} {}</label>", where, _input(widget), widget["label"])


_KINDS: Final = (
    "text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "checkbox",
)  # fmt: skip
_WRITERS: Final[Mapping[str, Callable[[Widget], str]]] = {
    f"django/forms/widgets/{name}.html": write
    for name, write in {
        "select": _select,
        "radio": _group,
        "checkbox_select": _group,
        **dict.fromkeys(_KINDS, _input),
    }.items()
}
"""Templates of Django that are not needed -> what writes the same."""
