"""Forms as pages show them: each field's parts, and what is wrong with a form as a list."""

from typing import Any

from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect


def field_parts(bound: BoundField) -> dict[str, Any]:
    """What the template of a field needs; the control is told of its help and its error."""
    widget = bound.field.widget
    grouped = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    has_error = bool(bound.errors)
    described = [f"{bound.auto_id}_help"] if bound.help_text else []
    described += [f"{bound.auto_id}_problem"] if has_error else []
    attributes: dict[str, Any] = {}
    if described and not grouped:
        attributes["aria-describedby"] = " ".join(described)
    if has_error and not grouped:
        attributes["aria-invalid"] = "true"
    return {
        "field": bound,
        "control": bound.as_widget(attrs=attributes),
        "is_hidden": bound.is_hidden,
        "is_group": grouped,
        "is_checkbox": isinstance(widget, CheckboxInput) and not grouped,
        "described": " ".join(described),
        "problems": bound.errors,
        "optional": not bound.field.required,
    }


def problems(form: BaseForm) -> list[tuple[str, str]]:
    """Each error of `form` with the anchor of its field; "" for those of the whole form."""
    if not form.is_bound:
        return []
    found = [("", str(each)) for each in form.non_field_errors()]
    for bound in form:
        found += [(_first_control(bound), f"{bound.label}: {each}") for each in bound.errors]
    return found


def _first_control(bound: BoundField) -> str:
    grouped = isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple)
    return f"#{bound.auto_id}_0" if grouped else f"#{bound.auto_id}"
