"""Which label scheme the site labels by, and which version of it is in force on a day."""

from datetime import date

from django.conf import settings

from hanse.excellence.criteria.scheme import LabelScheme, scheme, scheme_versions
from hanse.excellence.web.models.labels import Application
from hanse.excellence.web.models.scheme_adoptions import SchemeAdoption


def scheme_code() -> str:
    """Code of the site's scheme."""
    return str(settings.LABEL_SCHEME)


def scheme_in_force(on: date) -> LabelScheme | None:
    """The version of the site's scheme in force on a day; None where there is no scheme.

    That is the one adopted last. A version that has only been put into the folder is not in force:
    before anything was adopted, the version that the site's applications were made under stays,
    and only a site without any begins with the newest.
    """
    code = scheme_code()
    known = scheme_versions(code)
    if not known:
        return None
    if len(known) == 1:  # as on most sites: nothing to ask
        return scheme(code, known[0])
    adopted = SchemeAdoption.objects.of(code).in_force(on)
    if adopted is not None:
        return scheme(code, adopted.version)
    used = (
        Application.objects.filter(scheme=code, scheme_version__in=known)
        .values_list("scheme_version", flat=True)
        .first()
    )
    return scheme(code, used or known[-1])


def label_scheme(on: date) -> LabelScheme:
    """The version in force on a day. Raises `HanseError` where the site has no scheme."""
    return scheme_in_force(on) or scheme(scheme_code(), "")
