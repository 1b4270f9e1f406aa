"""Partial dates in the database and in forms, and as pages write them."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanse.collaboration.agreements.partial_dates import PartialDate

_LENGTH = len("2013-12-06")


if TYPE_CHECKING:
    _Text = models.CharField[PartialDate | str | None, PartialDate | None]
else:
    _Text = models.CharField


class PartialDateField(_Text):
    """Keeps 2013, 2013-12 or 2013-12-06, which sorts as dates do; null where nothing is known."""

    description = gettext_lazy("Day, month or year")

    def __init__(self, *args: Any, **more: Any) -> None:
        more |= {"max_length": _LENGTH, "null": True, "blank": True}
        super().__init__(*args, **more)

    def deconstruct(self) -> Any:
        """Without what is always so."""
        name, path, args, more = super().deconstruct()
        for each in ("max_length", "null", "blank"):
            more.pop(each, None)
        return name, path, args, more

    def from_db_value(self, value: str | None, *_more: Any) -> PartialDate | None:
        """What a row has."""
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> Any:
        """What a form or a fixture gives. Raises `ValidationError` for no date."""
        if value is None or value == "" or isinstance(value, PartialDate):
            return value or None
        try:
            return PartialDate.parse(str(value))
        except ValueError:
            raise ValidationError(_bad()) from None

    def get_prep_value(self, value: Any) -> str | None:
        """What a row gets."""
        return str(value) if value else None

    def value_to_string(self, obj: models.Model) -> str:
        """For exports."""
        return str(self.value_from_object(obj) or "")

    def run_validators(self, value: Any) -> None:
        """Check the text that is kept: its length."""
        super().run_validators(str(value) if value else value)

    def formfield(self, **more: Any) -> Any:
        """The field of forms."""
        return PartialDateFormField(
            required=False, label=more.get("label", self.verbose_name), help_text=self.help_text
        )


class PartialDateFormField(forms.CharField):
    """Takes a day, a month or a year."""

    def __init__(self, **more: Any) -> None:
        more["help_text"] = more.get("help_text") or gettext_lazy(
            "As much as is known: 2026, 2026-12 or 2026-12-06."
        )
        super().__init__(max_length=_LENGTH, **more)

    def run_validators(self, value: Any) -> None:
        """Check the text that was written: its length."""
        super().run_validators(str(value) if value else "")

    def to_python(self, value: Any) -> Any:
        """The date, or None. Raises `ValidationError` for anything else."""
        if isinstance(value, PartialDate):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError:
            raise ValidationError(_bad()) from None


def in_words(value: PartialDate | None) -> str:
    """As the reader's language writes it, no more exact than it is known; "" for none."""
    if value is None:
        return ""
    if value.month is None:
        return str(value.year)
    first = date(value.year, value.month, value.day or 1)
    return date_format(first) if value.day else date_format(first, "YEAR_MONTH_FORMAT")


def _bad() -> str:
    return _("Write a year, a month or a day: 2026, 2026-12 or 2026-12-06.")
