"""How a label stands on a day, in words and on its badge, from the entries of the register."""

from dataclasses import replace
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanse.excellence.credentials.badges import Face
from hanse.excellence.register.records import Record, Standing, records
from hanse.excellence.web.issuing import label_face
from hanse.excellence.web.models.labels import Label
from hanse.excellence.web.models.register import RegisterEntry

STANDING_WORDS: Final[dict[Standing, str | Promise]] = {
    Standing.NOT_YET: gettext_lazy("not yet valid"),
    Standing.VALID: gettext_lazy("valid"),
    Standing.SUSPENDED: gettext_lazy("suspended"),
    Standing.EXPIRED: gettext_lazy("expired"),
    Standing.SUCCEEDED: gettext_lazy("followed by a higher level"),
    Standing.REVOKED: gettext_lazy("revoked"),
}

STANDING_TONES: Final = {
    Standing.NOT_YET: "neutral",
    Standing.VALID: "good",
    Standing.SUSPENDED: "warn",
    Standing.EXPIRED: "neutral",
    Standing.SUCCEEDED: "neutral",
    Standing.REVOKED: "bad",
}


def record_of(label: Label) -> Record | None:
    """What the register knows of a label; None where nothing was entered yet."""
    return records(RegisterEntry.objects.filter(label=label).entries()).get(label.number)


def standing_face(label: Label, record: Record | None, on: date) -> Face:
    """The words on the badge that shows how a label stands on a day."""
    face = label_face(label)
    standing = record.standing(on) if record else Standing.NOT_YET
    if standing is Standing.VALID:
        return face
    said = _said(standing, label)
    told = _("%(badge)s It is no longer shown as valid: %(why)s.") % {
        "badge": face.told,
        "why": STANDING_WORDS[standing],
    }
    return replace(face, until=said, told=told, level="none")


def _said(standing: Standing, label: Label) -> str:
    match standing:
        case Standing.EXPIRED:
            return _("Expired on %(day)s") % {"day": date_format(label.valid_until)}
        case Standing.NOT_YET:
            return _("Valid from %(day)s") % {"day": date_format(label.valid_from)}
        case Standing.SUSPENDED:
            return _("Suspended")
        case Standing.SUCCEEDED:
            return _("Followed by a higher level")
        case _:
            return _("Revoked")
