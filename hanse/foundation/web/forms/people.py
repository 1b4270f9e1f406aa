"""What people say about themselves."""

from typing import ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hanse.foundation.web.models.people import THEME_CHOICES, User


class ProfileForm(forms.ModelForm[User]):
    """Name, language and theme."""

    language = forms.ChoiceField(
        label=_("Language"), help_text=_("Of the pages and of mails to you.")
    )

    class Meta:
        model = User
        fields = ("name", "language", "theme")
        widgets: ClassVar = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["name"].required = True
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)
        language.choices = list(settings.LANGUAGES)
        if not self.instance.language:
            self.initial["language"] = settings.LANGUAGE_CODE
        theme = self.fields["theme"]
        assert isinstance(theme, forms.ChoiceField)
        theme.choices = THEME_CHOICES
        theme.required = True
        if not self.instance.theme:
            self.initial["theme"] = "auto"


class ErasureForm(forms.Form):
    """The last word before an account is erased."""

    sure = forms.BooleanField(
        label=_("Erase my account. I know that this cannot be undone."),
        error_messages={"required": _("Tick the box to erase your account.")},
    )
