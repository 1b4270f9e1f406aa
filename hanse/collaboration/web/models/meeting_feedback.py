"""What the sides of a meeting thought of it."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.models.meetings import MissionMeeting
from hanse.foundation.web.models.people import User
from hanse.foundation.web.privacy import Personal


class FollowUp(models.TextChoices):
    """What comes after a meeting."""

    CONTACT = "contact", _("We stay in contact")
    COOPERATION = "cooperation", _("We want to cooperate")
    NONE = "none", _("Nothing more")


class MeetingFeedback(models.Model):
    """What one side thought of a meeting. follow_up: "" until said."""

    meeting = models.ForeignKey(
        MissionMeeting, models.CASCADE, related_name="feedback", verbose_name=_("meeting")
    )
    participant = models.ForeignKey(
        "collaboration.MissionParticipant",
        models.CASCADE,
        related_name="meeting_feedback",
        verbose_name=_("participant"),
    )
    stars = models.PositiveSmallIntegerField(
        _("stars"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    follow_up = models.CharField(
        _("what comes next"), max_length=11, choices=FollowUp.choices, blank=True
    )
    given = models.DateTimeField(_("given"), default=timezone.now, editable=False)
    given_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("given by")
    )

    personal: ClassVar = Personal(keep="what organisations thought of their meetings")

    class Meta:
        verbose_name = _("feedback on a meeting")
        verbose_name_plural = _("feedback on meetings")
        ordering: ClassVar = ["given", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "participant"], name="feedback_of_a_side_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.stars}"
