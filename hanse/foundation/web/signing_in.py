"""Who may sign in, and what happens around it."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Signs people in by e-mail address; fictitious people on a demo only."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether `user` may be signed in, or stay so."""
        return super().user_can_authenticate(user) and (settings.DEMO or not user.fictitious)
