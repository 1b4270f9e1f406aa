"""Which label scheme the site labels by."""

from hanse.excellence.criteria.scheme import LabelScheme, scheme, scheme_versions

SCHEME = "hanse_label"
"""Code of the scheme; a setting of the site may name another."""


def current_scheme() -> LabelScheme | None:
    """The newest version of the site's scheme; None where there is none."""
    known = scheme_versions(SCHEME)
    return scheme(SCHEME, known[-1]) if known else None


def label_scheme() -> LabelScheme:
    """The newest version of the site's scheme. Raises `HanseError` where there is none."""
    known = scheme_versions(SCHEME)
    return scheme(SCHEME, known[-1] if known else "")
