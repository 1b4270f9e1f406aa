"""The board and appeal panels: meetings, matters, votes, who stood aside, appeals."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.excellence.label import conditions
from hanse.excellence.label.board import ABSTAIN
from hanse.excellence.web.models.labels import Application, Label
from hanse.foundation.roles import Role
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal


class Choice(models.TextChoices):
    """What members can vote for on an application."""

    AWARD = conditions.AWARD, _("award")
    REFUSE = conditions.REFUSE, _("refuse")
    DEFER = conditions.DEFER, _("defer")
    RETURN = conditions.RETURN, _("return the report")
    ABSTAIN = ABSTAIN, _("abstain")


class RevocationChoice(models.TextChoices):
    """What members can vote for where revocation is proposed."""

    REVOKE = conditions.REVOKE, _("revoke the label")
    KEEP = conditions.KEEP, _("keep the label")
    ABSTAIN = ABSTAIN, _("abstain")


class MeetingQuerySet(models.QuerySet["BoardMeeting"]):
    """Asks for meetings of the board."""

    def visible_to(self, person: Somebody) -> "MeetingQuerySet":
        """All for officers; for board members those they belong to."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        if person.has_role(Role.OFFICER):
            return self.all()
        if person.has_role(Role.BOARD):
            return self.filter(pk__in=person.board_meetings.values("pk"))
        return self.none()


class BoardMeeting(models.Model):
    """A meeting of the board: its day, its members, and who presides."""

    held_on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    chair = models.ForeignKey(
        User, models.PROTECT, related_name="board_meetings_chaired", verbose_name=_("chair")
    )
    members = models.ManyToManyField(User, related_name="board_meetings", verbose_name=_("members"))

    objects = MeetingQuerySet.as_manager()

    personal: ClassVar = Personal(keep="who decided on labels; the name goes")

    class Meta:
        verbose_name = _("meeting of the board")
        verbose_name_plural = _("meetings of the board")
        ordering: ClassVar = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("board_meeting", args=[self.pk])


class BoardMatter(models.Model):
    """What a meeting decides: an application, or the revocation of a label.

    closed: the day it was decided or moved on. outcome: what was carried; "" for one moved to
    another meeting. asked: what the organisation is to bring, where deferred.
    """

    meeting = models.ForeignKey(
        BoardMeeting, models.PROTECT, related_name="matters", verbose_name=_("meeting")
    )
    application = models.ForeignKey(
        Application,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="board_matters",
        verbose_name=_("application"),
    )
    label = models.ForeignKey(
        Label,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="board_matters",
        verbose_name=_("label"),
    )
    put = models.DateField(_("put before the board"))
    closed = models.DateField(_("closed"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, blank=True)
    reason = models.TextField(_("reasons"), max_length=4000, blank=True)
    asked = models.TextField(_("what is to be brought"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("matter before the board")
        verbose_name_plural = _("matters before the board")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(closed__isnull=True),
                name="one_open_matter_of_an_application",
            ),
            models.UniqueConstraint(
                fields=["label"],
                condition=Q(closed__isnull=True),
                name="one_open_matter_of_a_label",
            ),
            models.CheckConstraint(
                condition=Q(application__isnull=False) ^ Q(label__isnull=False),
                name="a_matter_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.application or self.label)

    @property
    def organisation(self) -> Organisation:
        """Whom it is about."""
        about = self.application or self.label
        assert about is not None  # the database holds one of both
        return about.organisation


class BoardVote(models.Model):
    """How a member voted on a matter; never changed."""

    matter = models.ForeignKey(
        BoardMatter, models.CASCADE, related_name="votes", verbose_name=_("matter")
    )
    person = models.ForeignKey(
        User, models.PROTECT, related_name="board_votes", verbose_name=_("member")
    )
    choice = models.CharField(_("vote"), max_length=12)
    at = models.DateTimeField(_("at"), default=timezone.now)

    personal: ClassVar = Personal(keep="how the board decided; the name goes")

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "person"], name="one_vote_for_a_member")
        ]

    def __str__(self) -> str:
        return self.choice

    @property
    def audit_label(self) -> str:
        """What the log calls it: the matter."""
        return str(self.matter)


class BoardRecusal(models.Model):
    """That a member stood aside in a matter, and why."""

    matter = models.ForeignKey(
        BoardMatter, models.CASCADE, related_name="recusals", verbose_name=_("matter")
    )
    person = models.ForeignKey(
        User, models.PROTECT, related_name="board_recusals", verbose_name=_("member")
    )
    reason = models.CharField(_("reason"), max_length=500)
    at = models.DateTimeField(_("at"), default=timezone.now)

    personal: ClassVar = Personal(keep="who stood aside; name and reason go", blank={"reason": ""})

    class Meta:
        verbose_name = _("standing aside")
        verbose_name_plural = _("standing aside")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "person"], name="one_recusal_for_a_member")
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def audit_label(self) -> str:
        """What the log calls it: the matter."""
        return str(self.matter)


class Ground(models.TextChoices):
    """Grounds of an appeal: rules of procedure, never the judgement itself."""

    CONFLICT = "conflict", _("somebody with a conflict of interest took part")
    EVIDENCE = "evidence", _("evidence handed in in time was not considered")
    HEARING = "hearing", _("we were not heard, or not told, as the procedure says")
    DEADLINE = "deadline", _("a time limit was not kept")
    RECKONING = "reckoning", _("points or rules were reckoned wrongly")
    REASONS = "reasons", _("the decision gives no reasons, or contradicts itself")


class PanelChoice(models.TextChoices):
    """What a panel can decide."""

    DISMISS = conditions.DISMISS, _("dismiss the appeal")
    DECIDE_AGAIN = conditions.DECIDE_AGAIN, _("uphold it: the board decides again")
    ASSESS_AGAIN = conditions.ASSESS_AGAIN, _("uphold it: other experts assess again")
    CHECK_AGAIN = conditions.CHECK_AGAIN, _("uphold it: eligibility is checked again")
    REINSTATE = conditions.REINSTATE, _("uphold it: the label is reinstated")
    ABSTAIN = ABSTAIN, _("abstain")


class AppealQuerySet(models.QuerySet["Appeal"]):
    """Asks for appeals."""

    def open(self) -> "AppealQuerySet":
        """Those not decided."""
        return self.filter(decided__isnull=True)

    def seated(self) -> "AppealQuerySet":
        """Those against decisions on files that a panel hears now."""
        return self.open().filter(application__isnull=False, seats__isnull=False).distinct()


class Appeal(models.Model):
    """An appeal on procedure against a refusal, the check of eligibility, or a revocation.

    against: the state it contests. decide_by: when the panel means to decide.
    """

    application = models.ForeignKey(
        Application,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="appeals",
        verbose_name=_("application"),
    )
    label = models.ForeignKey(
        Label,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="appeals",
        verbose_name=_("label"),
    )
    against = models.CharField(_("against"), max_length=10)
    ground = models.CharField(_("ground"), max_length=10, choices=Ground.choices)
    reason = models.TextField(_("reasons"), max_length=4000)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    lodged = models.DateField(_("lodged"))
    decide_by = models.DateField(_("to be decided by"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=PanelChoice.choices, blank=True)
    outcome_reason = models.TextField(_("reasons of the panel"), max_length=4000, blank=True)
    decided = models.DateField(_("decided"), null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    personal: ClassVar = Personal(keep="appeals of the organisation; the name goes")

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering: ClassVar = ["-lodged", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(application__isnull=False) ^ Q(label__isnull=False),
                name="an_appeal_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return str(self.application or self.label)

    @property
    def organisation(self) -> Organisation:
        """Whose appeal it is."""
        about = self.application or self.label
        assert about is not None  # the database holds one of both
        return about.organisation


class AppealSeat(models.Model):
    """A seat on the panel of an appeal, and its vote. choice: "" before the vote."""

    appeal = models.ForeignKey(
        Appeal, models.CASCADE, related_name="seats", verbose_name=_("appeal")
    )
    person = models.ForeignKey(
        User, models.PROTECT, related_name="appeal_seats", verbose_name=_("member")
    )
    choice = models.CharField(_("vote"), max_length=12, choices=PanelChoice.choices, blank=True)
    at = models.DateTimeField(_("voted"), null=True, blank=True)

    personal: ClassVar = Personal(keep="how an appeal was decided; the name goes")

    class Meta:
        verbose_name = _("seat on a panel")
        verbose_name_plural = _("seats on panels")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["appeal", "person"], name="one_seat_for_a_member")
        ]

    def __str__(self) -> str:
        return str(self.appeal)

    @property
    def audit_label(self) -> str:
        """What the log calls it: the matter."""
        return str(self.appeal)


class Revocation(models.Model):
    """That the secretariat proposed to revoke a label, and what its holder answered."""

    label = models.ForeignKey(
        Label, models.CASCADE, related_name="revocations", verbose_name=_("label")
    )
    matter = models.OneToOneField(
        BoardMatter, models.CASCADE, related_name="revocation", verbose_name=_("matter")
    )
    reason = models.TextField(_("reasons"), max_length=4000)
    proposed = models.DateField(_("proposed"))
    hearing_by = models.DateField(_("answer until"))
    answer = models.TextField(_("answer of the holder"), max_length=4000, blank=True)
    answered = models.DateField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("proposed revocation")
        verbose_name_plural = _("proposed revocations")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def organisation(self) -> Organisation:
        """Whose label it is."""
        return self.label.organisation
