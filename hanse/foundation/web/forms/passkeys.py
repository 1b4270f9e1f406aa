"""What browsers say of passkeys, where it is no such thing: refused like a wrong code."""

import struct
from typing import Any, Final

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as library
from django import forms
from django.core.exceptions import ValidationError

_LONGEST: Final = 32_768
_MALFORMED: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
"""What the library's readers of JSON, base64 and CBOR raise at text that is none."""


class CredentialField(forms.JSONField):
    """JSON of a browser; Django's own field fails at numbers and nesting without end."""

    def to_python(self, value: Any) -> Any:
        """The parsed text. Raises `ValidationError` for what cannot be parsed."""
        if isinstance(value, str) and len(value) > _LONGEST:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return super().to_python(value)
        except (RecursionError, ValueError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class _AnswerOfPasskey(forms.Form):
    credential = CredentialField(widget=forms.HiddenInput)

    def clean_credential(self) -> Any:
        """The passkey that answered. Raises `ValidationError` also for what is no answer at all."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except _MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error


class AddPasskey(library.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey to be added."""

    credential = CredentialField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """As in the library, for what is a passkey."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except _MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return cleaned


class SignInByPasskey(_AnswerOfPasskey, library.LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in by a passkey alone."""


class SecondFactorByPasskey(_AnswerOfPasskey, library.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey after the password."""


class ConfirmByPasskey(_AnswerOfPasskey, library.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey for what needs a fresh sign-in."""
