"""Short plain mails to people, in their language, sent once the data are safely written."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import get_language, override


def notify(
    to: str,
    letter: str,
    words: Mapping[str, Any],
    *,
    language: str = "",
    pillar: str = "foundation",
) -> None:
    """Mail `letter` to `to` when the running transaction is committed.

    letter: template `<pillar>/mail/<letter>.txt`; its first line is the subject. language: of the
    reader; the active one where none is known. A mail server that fails is logged and does not
    undo what was done.
    """
    with override(language or get_language() or settings.LANGUAGE_CODE):
        text = render_to_string(f"{pillar}/mail/{letter}.txt", {"origin": settings.ORIGIN, **words})
    subject, _, body = text.strip().partition("\n")

    def send() -> None:
        send_mail(" ".join(subject.split()), f"{body.strip()}\n", None, [to])

    transaction.on_commit(send, robust=True)
