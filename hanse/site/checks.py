"""What a site needs before others may use it, in words: `hanse check --deploy`."""

from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register

from hanse.foundation.home import editions_folder
from hanse.foundation.roles import Role
from hanse.observatory.warehouse import Shelf
from hanse.site import assets, database

Apps = Sequence[AppConfig] | None

_GUIDE: Final = "docs/guide/site.md"
_KEY_LENGTH: Final = 50
_KEY_SIGNS: Final = 5


@register(Tags.security, deploy=True)
def public_site(app_configs: Apps, **more: Any) -> list[CheckMessage]:  # noqa: ARG001 - Django calls so
    """Whether the settings are those of a site on the open network."""
    return [*_address(), *_modes(), *_mail()]


@register(Tags.staticfiles, deploy=True)
def assets_are_made(app_configs: Apps, **more: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Whether there are a typeface and icons to serve."""
    if assets.are_made():
        return []
    return [
        checks.Error(
            "The site's typeface and icons are missing.",
            hint="Run `make assets`, or install Hanse from its wheel.",
            id="hanse.E001",
        )
    ]


@register("hanse", deploy=True)
def there_are_figures(app_configs: Apps, **more: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Whether an edition is published."""
    if Shelf(editions_folder()).published():
        return []
    return [
        checks.Warning(
            "No edition is published, so pages show no figures.",
            hint="`hanse observatory build RECIPE` makes and publishes one.",
            id="hanse.W008",
        )
    ]


@register(Tags.database, deploy=True)
def database_is_ready(
    app_configs: Apps,  # noqa: ARG001
    databases: Sequence[str] | None = None,
    **more: Any,  # noqa: ARG001
) -> list[CheckMessage]:
    """Whether the database has every migration, and the site an administrator."""
    if not databases:
        return []
    if lacking := database.pending():
        return [
            checks.Error(
                f"The database lacks {len(lacking)} migrations: {', '.join(lacking)}.",
                hint="Run `hanse migrate`.",
                id="hanse.E002",
            )
        ]
    from hanse.foundation.web.models.people import RoleGrant  # noqa: PLC0415 - once apps are loaded

    if RoleGrant.objects.running().filter(role=Role.ADMINISTRATOR, person__is_active=True).exists():
        return []
    return [
        checks.Warning(
            "Nobody is administrator.",
            hint="`hanse people add-administrator EMAIL` makes the first one.",
            id="hanse.W009",
        )
    ]


def _address() -> Iterator[CheckMessage]:
    origin = urlsplit(settings.ORIGIN)
    if origin.scheme != "https":
        yield checks.Warning(
            f"HANSE_ORIGIN is {settings.ORIGIN}, so cookies and passwords travel unencrypted.",
            hint=f"Set HANSE_ORIGIN=https://your.name, with TLS at a proxy: {_GUIDE}.",
            id="hanse.W001",
        )
    elif not settings.BEHIND_PROXY:
        yield checks.Warning(
            "HANSE_ORIGIN is https, but no proxy is said to be in front.",
            hint="Set HANSE_BEHIND_PROXY=true; without it every page leads back to itself.",
            id="hanse.W002",
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield checks.Warning(
            "The site answers to any host name.",
            hint="Name its hosts in HANSE_HOSTS instead of *.",
            id="hanse.W003",
        )


def _modes() -> Iterator[CheckMessage]:
    if len(settings.SECRET_KEY) < _KEY_LENGTH or len(set(settings.SECRET_KEY)) < _KEY_SIGNS:
        yield checks.Warning(
            "HANSE_SECRET_KEY can be guessed: whoever does so signs in as anybody.",
            hint="Leave it out, so that a key is made and kept in the data folder, or use one of "
            f"{_KEY_LENGTH} random characters or more.",
            id="hanse.W010",
        )
    if settings.DEBUG:
        yield checks.Warning(
            "HANSE_DEBUG is on: faults show code and settings to everybody.",
            hint="Leave it out.",
            id="hanse.W004",
        )
    if settings.DEMO:
        yield checks.Warning(
            "HANSE_DEMO is on: everybody knows the passwords of the demo accounts.",
            hint="Leave it out.",
            id="hanse.W005",
        )


def _mail() -> Iterator[CheckMessage]:
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        yield checks.Warning(
            "Mail is written to files: nobody gets the code that confirms an address.",
            hint="Set HANSE_MAIL_URL=smtp://user:password@host:587 and HANSE_MAIL_FROM.",
            id="hanse.W006",
        )
    if not settings.CONTACT:
        yield checks.Warning(
            "No address for questions on privacy and access is given.",
            hint="Set HANSE_CONTACT to an e-mail address that somebody reads.",
            id="hanse.W007",
        )
