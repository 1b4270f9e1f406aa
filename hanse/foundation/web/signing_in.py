"""How people sign in: by e-mail address, with a second factor, or through OpenID Connect."""

import base64
import hashlib
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, translate_url
from django.utils.translation import get_language

from hanse.foundation.web.audit import client_address
from hanse.foundation.web.context import THEME_COOKIE
from hanse.foundation.web.models.people import NAME_LENGTH, User

_YEAR_SECONDS: Final = 365 * 86_400


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Signs people in by e-mail address; fictitious people on a demo only."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether `user` may be signed in, or stay so."""
        return super().user_can_authenticate(user) and (settings.DEMO or not user.fictitious)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """What we do differently from allauth at sign-up and sign-in."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Whether anybody may make an account, by the environment."""
        return bool(settings.ACCOUNT_SIGN_UP_OPEN)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that limits are counted by."""
        return client_address(request)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Keep the language in which the person signed up."""
        user.language = get_language() or ""
        return super().save_user(request, user, form, commit)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where people land after signing in: their own page, in their language."""
        address = super().get_login_redirect_url(request)
        language = getattr(request.user, "language", "")
        return translate_url(address, language) if language else address

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """Bring the person's language and theme to this browser."""
        response: HttpResponse = super().post_login(request, user, **more)
        remember(response, user)
        return response


def remember(response: HttpResponse, user: User) -> None:
    """Set the cookies of the person's language and theme, as far as they are chosen."""
    for name, value in (
        (settings.LANGUAGE_COOKIE_NAME, user.language),
        (THEME_COOKIE, user.theme),
    ):
        if value:
            response.set_cookie(
                name,
                value,
                max_age=_YEAR_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                samesite="Lax",
                httponly=True,
            )


def password_link(person: User) -> str:
    """An address at which `person` chooses a password: once, within three days."""
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    return f"{settings.ORIGIN}{path.replace('UID-KEY', key)}"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors, their secrets encrypted with the site's key."""

    def encrypt(self, text: str) -> str:
        """`text` as the database keeps it."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` was given."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    keys = [str(each) for each in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(hashlib.sha256(b"second factor" + key.encode()).digest())
            )
            for key in keys
        ]
    )


class OpenIdAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Accounts that come from OpenID Connect."""

    def is_open_for_signup(self, _request: HttpRequest, _sociallogin: Any) -> bool:
        """Whether anybody may make an account, by the environment."""
        return bool(settings.ACCOUNT_SIGN_UP_OPEN)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """Take over name and address as the other side gives them."""
        user = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name") or "", data.get("last_name") or "")
        name = " ".join(" ".join(parts).split()) or str(data.get("name") or "")
        user.name = name[:NAME_LENGTH]
        return user
