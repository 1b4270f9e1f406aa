"""The account library's words, written as ours are."""

import pytest
from django.utils import translation

from hanse.foundation.web.templatetags.account_fields import plain


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Two-Factor Authentication", "Two-factor authentication"),
        ("New Password (again)", "New password (again)"),
        ("IP Address", "IP address"),
        ("Sign in with a passkey", "Sign in with a passkey"),
        ("  Recovery Codes\n", "Recovery codes"),
        ("", ""),
        (None, ""),
    ],
)
def test_english_has_one_capital(text: str | None, written: str) -> None:
    with translation.override("en-gb"):
        assert plain(text) == written


def test_other_languages_keep_theirs() -> None:
    with translation.override("de"):
        assert plain("Neues Passwort") == "Neues Passwort"
