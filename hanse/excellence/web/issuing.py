"""What badges of this site say: issuer, achievement, holder and addresses, from the rows."""

from datetime import date
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from hanse.excellence.certificates import certificate_rules
from hanse.excellence.credentials import key_files
from hanse.excellence.credentials.badges import Face
from hanse.excellence.credentials.issuer import Issuer, KnownIssuer, did_web, issuer_document
from hanse.excellence.credentials.issuer import known_issuer as read_issuer
from hanse.excellence.credentials.keys import SigningKey
from hanse.excellence.credentials.open_badges import Achievement, Holder
from hanse.excellence.criteria.scheme import LabelScheme, Level, scheme
from hanse.excellence.web.models.certificates import Certificate
from hanse.excellence.web.models.credentials import Credential
from hanse.excellence.web.models.labels import Label
from hanse.foundation.home import keys_folder
from hanse.foundation.problems import HanseError

DOCUMENT_LANGUAGE: Final = settings.LANGUAGE_CODE
"""Signed documents are in one language: what is signed cannot change with the reader."""
CERTIFICATES: Final = "certificates"
"""Stands in addresses of achievements where labels have their scheme."""


def site_issuer() -> Issuer:
    """This site as an issuer."""
    return Issuer(did_web(settings.ORIGIN), settings.PUBLISHER, f"{settings.ORIGIN}/")


def site_document() -> dict[str, object]:
    """The document of this site's keys."""
    return issuer_document(site_issuer(), key_files.public_keys(keys_folder()))


def known_issuers() -> list[KnownIssuer]:
    """This site, where it has a key."""
    listed = key_files.public_keys(keys_folder())
    return [read_issuer(issuer_document(site_issuer(), listed))] if listed else []


def signing(on: date) -> tuple[SigningKey, date]:
    """The key that signs what is issued on a day, and the day the proof gives.

    That is the day itself, or the first day of the oldest key that stands for what was issued
    before there was one. Raises `HanseError` when there is no key to sign with.
    """
    folder = keys_folder()
    listed = [each for each in key_files.public_keys(folder) if each.revoked is None]
    first = min((each.since for each in listed if each.since), default=on)
    day = max(on, first)
    return key_files.signing_key(folder, day), day


def label_achievement(label: Label) -> Achievement:
    """The level that a label attests."""
    found = scheme(label.scheme, label.scheme_version)
    return scheme_achievement(found, found.level(label.level))


def scheme_achievement(found: LabelScheme, level: Level) -> Achievement:
    """A level of a scheme as an achievement."""
    words = (found.code, found.version, level.code)
    return Achievement(
        id=_absolute("achievement", *words),
        kind="Certification",
        name=f"{found.title}: {level.name}",
        description=(
            f"The cluster organisation was assessed by independent experts after version "
            f"{found.version} of the scheme {found.title}, decided by {found.decided_by}."
        ),
        criteria=_criteria(found, level),
        criteria_url=_absolute("achievement", *words),
        image=_absolute("achievement_image", *words),
    )


def certificate_achievement(kind: str, rules: str) -> Achievement:
    """What a kind of certificate attests, in a version of the rules.

    Raises `KeyError` for a kind there is not, `HanseError` for such a version.
    """
    rule = certificate_rules(rules).of(kind)
    address = _absolute("achievement", CERTIFICATES, rules, kind)
    return Achievement(
        id=address,
        kind="Certificate",
        name=rule.name,
        description=rule.entitles,
        criteria=" ".join(each.text for each in rule.requirement),
        criteria_url=address,
        image=_absolute("achievement_image", CERTIFICATES, rules, kind),
    )


def achievement(scheme_code: str, version: str, level: str) -> Achievement:
    """The achievement of an address. Raises `HanseError` for one there is not."""
    if scheme_code == CERTIFICATES:
        try:
            return certificate_achievement(level, version)
        except KeyError as error:
            raise HanseError(f"There is no certificate {level}.") from error
    found = scheme(scheme_code, version)
    return scheme_achievement(found, found.level(level))


def label_holder(label: Label) -> Holder:
    """The organisation that holds a label."""
    with override(DOCUMENT_LANGUAGE):
        address = label.organisation.get_absolute_url()
    return Holder(f"{settings.ORIGIN}{address}", label.organisation.name)


def certificate_holder(certificate: Certificate, credential: Credential) -> Holder:
    """The person who holds a certificate; the identifier tells nothing and is used once."""
    return Holder(f"urn:uuid:{credential.code}", certificate.person.name)


def register_address(label: Label) -> str:
    """Where the register tells the history of a label."""
    with override(DOCUMENT_LANGUAGE):
        return f"{settings.ORIGIN}{reverse('register_label', args=[label.number])}"


def label_face(label: Label) -> Face:
    """The words on the badge of a label, in the language in use."""
    found = scheme(label.scheme, label.scheme_version)
    level = found.level(label.level)
    return _face(
        scheme=found.title_in(_language()),
        title=level.name_in(_language()),
        holder=label.organisation.name,
        until=label.valid_until,
        number=label.number,
        level=label.level,
    )


def certificate_face(certificate: Certificate) -> Face:
    """The words on the badge of a certificate."""
    return _face(
        scheme=_("Certificate"),
        title=certificate.get_kind_display(),
        holder=certificate.person.name,
        until=certificate.expires,
        number=certificate.number,
        level="",
    )


def face_of(credential: Credential) -> Face:
    """The words on the badge of a credential."""
    if credential.label is not None:
        return label_face(credential.label)
    assert credential.certificate is not None  # the database holds one of both
    return certificate_face(credential.certificate)


def typefaces() -> Path | None:
    """The folder of the site's typeface, where it has been made."""
    found = finders.find("foundation/built/source-sans-3-400.ttf")
    return Path(found).parent if isinstance(found, str) else None


def _face(*, scheme: str, title: str, holder: str, until: date, number: str, level: str) -> Face:
    day = date_format(until)
    return Face(
        scheme=scheme,
        title=title,
        holder=holder,
        until=_("Valid until %(day)s") % {"day": day},
        foot=f"{number} · {settings.ORIGIN.partition('//')[2]}",
        level=level,
        told=_("%(scheme)s, %(title)s: %(holder)s, %(number)s, valid until %(day)s.")
        % {"scheme": scheme, "title": title, "holder": holder, "number": number, "day": day},
    )


def _criteria(found: LabelScheme, level: Level) -> str:
    """What a level takes, in a few sentences, from the numbers of the scheme."""
    scored = len(found.scored(level.code))
    many = "1 expert" if level.experts == 1 else f"{level.experts} experts"
    sentences = [f"{many}, about {level.audit_hours:g} hours."]
    if scored:
        sentences.append(f"{scored} criteria scored.")
    if level.thresholds:
        sentences.append("No threshold missed.")
    if level.minimum_percent:
        sentences.append(f"At least {level.minimum_percent} per cent of the points.")
    sentences.append(f"Valid for {level.validity_months} months.")
    return " ".join(sentences)


def _language() -> str:
    return get_language() or DOCUMENT_LANGUAGE


def _absolute(name: str, *words: object) -> str:
    with override(DOCUMENT_LANGUAGE):
        return f"{settings.ORIGIN}{reverse(name, args=words)}"
