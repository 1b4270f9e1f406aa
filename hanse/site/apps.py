"""Registers the site's own part with Django: its checks, its language."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The app `hanse_site`, without models or pages."""

    name = "hanse.site"
    label = "hanse_site"

    def ready(self) -> None:
        """Register the checks; see to the language."""
        from hanse.site import checks  # noqa: F401, PLC0415 - they register themselves
        from hanse.site.languages import end_english  # noqa: PLC0415 - once apps are loaded

        end_english()
