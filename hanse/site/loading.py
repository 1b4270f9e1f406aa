"""Django made ready outside the server: for commands, the worker and checks."""

import os

import django


def load() -> None:
    """Read the settings and load every app; costs nothing the second time.

    Raises `HanseError` naming the setting that cannot be used.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hanse.site.settings")
    django.setup()
