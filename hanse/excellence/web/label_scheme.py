"""Which label scheme the site labels by."""

from typing import Final

from hanse.excellence.criteria.scheme import LabelScheme, scheme, scheme_versions

SCHEME: Final = "hanse_label"
"""Code of the scheme."""


def current_scheme() -> LabelScheme:
    """The newest version of the site's scheme. Raises `HanseError` where there is none."""
    known = scheme_versions(SCHEME)
    return scheme(SCHEME, known[-1] if known else "")
