"""What the page of an organisation on record says of it."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.models.records import RecordedOrganisation
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.organisation_notes import Note


def record_notes(organisation: Organisation) -> Iterator[Note]:
    """That `organisation` is on record and no member, with the source; nothing for others."""
    row = (
        RecordedOrganisation.objects.without_members().filter(organisation=organisation).first()
        if not organisation.fictitious
        else None
    )
    if row:
        yield Note(
            _("on record"),
            _("A public source names this organisation. It is not a member of this site."),
            "info",
            row.source,
            row.source_address,
        )
