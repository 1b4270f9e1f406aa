"""What each step of an agreement is called: to be done, done, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Words:
    """do: on the button; done: in the history and in mails; help: what follows from it."""

    do: str | Promise
    done: str | Promise
    help: str | Promise = ""


STEP_WORDS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "agreement_create": Words(_("Draft an agreement"), _("Agreement drafted")),
        "agreement_change": Words(
            _("Change the words"),
            _("Words of the agreement changed"),
            _("Signatures given so far are undone, as they were for other words."),
        ),
        "party_add": Words(
            _("Add a party"),
            _("Party added"),
            _("Signatures given so far are undone. The editors of the organisation are told."),
        ),
        "party_remove": Words(
            _("Take a party out"), _("Party taken out"), _("Signatures given so far are undone.")
        ),
        "negotiation_open": Words(
            _("Open the negotiation"),
            _("Negotiation opened"),
            _("From now on each party can sign."),
        ),
        "agreement_sign": Words(
            _("Sign"),
            _("Signed by a party"),
            _("You sign the words as they stand, for your organisation. When all parties have "
              "signed, the agreement is signed."),
        ),
        "signature_record": Words(
            _("Record a signature"),
            _("Signature of a party on record entered"),
            _("For a party that nobody acts for on this site. The signed document must be here."),
        ),
        "signature_withdraw": Words(
            _("Withdraw my signature"), _("Signature withdrawn")
        ),
        "agreement_drop": Words(
            _("Drop the draft"), _("Draft dropped"), _("It cannot be taken up again.")
        ),
        "force_enter": Words(_("Bring into force"), _("In force")),
        "agreement_expire": Words(_("Let expire"), _("Expired")),
        "agreement_terminate": Words(
            _("Terminate"), _("Terminated"), _("It ends for all parties, and for good.")
        ),
        "extension_propose": Words(
            _("Propose an extension"),
            _("Extension proposed"),
            _("Your organisation agrees to it by that; it holds once all parties agree."),
        ),
        "extension_agree": Words(
            _("Agree to the extension"), _("Extension agreed to by a party")
        ),
        "extension_record": Words(
            _("Record agreement to the extension"),
            _("Agreement of a party on record entered"),
            _("For a party that nobody acts for on this site. A signed document must be here."),
        ),
        "extension_withdraw": Words(
            _("Withdraw the extension"), _("Proposed extension withdrawn")
        ),
        "obligation_add": Words(
            _("Add an obligation"),
            _("Obligation added"),
            _("In a draft it is part of the words, so signatures are undone. Later a party takes "
              "on obligations of its own alone."),
        ),
        "obligation_remove": Words(_("Take an obligation out"), _("Obligation taken out")),
        "obligation_meet": Words(_("Say that it is met"), _("Obligation met")),
        "obligation_reopen": Words(
            _("Say that it is not met"), _("Obligation opened again"),
            _("The parties are told, with your reason."),
        ),
        "contact_set": Words(
            _("Name the contact"),
            _("Contact named"),
            _("Parties and officers alone see it."),
        ),
        "document_add": Words(
            _("Add a document"),
            _("Document added"),
            _("PDF, office documents, pictures and text, up to 20 MB."),
        ),
        "document_change": Words(
            _("Say who sees a document"), _("Who sees a document changed")
        ),
        "document_remove": Words(_("Take a document out"), _("Document taken out")),
        "activity_add": Words(_("Add an activity"), _("Activity added")),
        "activity_remove": Words(_("Take an activity out"), _("Activity taken out")),
    }
)  # fmt: skip
"""Code of a step -> words."""

GRAVE: Final = frozenset(
    {"agreement_drop", "agreement_terminate", "party_remove", "obligation_remove",
     "document_remove", "activity_remove"}
)  # fmt: skip
MAIN: Final = frozenset(
    {"negotiation_open", "agreement_sign", "signature_record", "force_enter", "extension_agree",
     "extension_record"}
)  # fmt: skip
"""Steps that lead an agreement on."""
