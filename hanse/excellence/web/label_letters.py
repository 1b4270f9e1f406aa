"""Letters about labels that are not about a step: reminders of what time will do."""

from django.conf import settings

from hanse.excellence.label.clock import Reminder
from hanse.excellence.web.label_moves import managers_of
from hanse.excellence.web.models.labels import Label
from hanse.foundation.web.mail import notify


def remind(label: Label, reminder: Reminder) -> None:
    """Tell the editors of the holder that a label expires, or lapses, and what they can do."""
    for person in managers_of(label.organisation):
        notify(
            person.email,
            "label_reminder",
            {
                "label": label,
                "organisation": label.organisation,
                "level": label.get_level_display(),
                "about": reminder.about,
                "link": f"{settings.ORIGIN}{label.keeping_address}",
            },
            language=person.language,
            pillar="excellence",
        )
