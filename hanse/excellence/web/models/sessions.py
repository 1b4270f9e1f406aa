"""Trainings: sessions of courses, their meetings and materials, and who enrolled."""

from datetime import date
from typing import ClassVar, Final

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hanse.excellence.training.courses import CourseRule, course_rules
from hanse.excellence.training.seating import Enrolment as Wish
from hanse.excellence.training.seating import Seating, seating
from hanse.excellence.web.models.programme import Project
from hanse.foundation.roles import Role
from hanse.foundation.web.countries import country_names
from hanse.foundation.web.languages import language_name
from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal

SHORT: Final = 200
COURSES: Final[list[tuple[str, str | Promise]]] = [
    ("tool_training", _("Training on the benchmarking tool")),
    ("trainer_course", _("Course for benchmarking trainers")),
    ("instructor_programme", _("Instructor programme")),
    ("manager_course", _("Course for cluster managers")),
]


class SessionState(models.TextChoices):
    """How far a session has come."""

    PLANNED = "planned", _("planned")
    OPEN = "open", _("open for enrolment")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


class TrainingSessionQuerySet(models.QuerySet["TrainingSession"]):
    """Asks for sessions, with the checks of who may see and run them."""

    def visible_to(self, person: Somebody) -> "TrainingSessionQuerySet":
        """All but planned ones; those too for officers and for who teaches them."""
        if not isinstance(person, User) or not person.is_active:
            return self.exclude(state=SessionState.PLANNED)
        if person.has_role(Role.OFFICER):
            return self.all()
        teaches = TrainingSession.trainers.through.objects.filter(
            trainingsession=models.OuterRef("pk"), user=person
        )
        return self.filter(~models.Q(state=SessionState.PLANNED) | models.Exists(teaches))

    def editable_by(self, person: Somebody) -> "TrainingSessionQuerySet":
        """Those `person` runs: all for officers, their own for trainers."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        if person.has_role(Role.OFFICER):
            return self.all()
        return self.filter(trainers=person)

    def coming(self, on: date) -> "TrainingSessionQuerySet":
        """Those that have not ended, the nearest first."""
        return (
            self.filter(ends__gte=on).exclude(state=SessionState.CANCELLED).order_by("begins", "pk")
        )

    def past(self, on: date) -> "TrainingSessionQuerySet":
        """Those that have ended, the latest first."""
        return self.filter(ends__lt=on).order_by("-begins", "-pk")


class TrainingSession(models.Model):
    """One time a course is given. rules: the version of the courses it follows.

    exam: question -> the most points it gives; empty before the exam is set.
    """

    course = models.CharField(_("course"), max_length=40, choices=COURSES)
    rules = models.CharField(max_length=20, editable=False)
    title = models.CharField(_("title"), max_length=SHORT)
    about = models.TextField(_("what it offers"), max_length=4000, blank=True)
    language = models.CharField(_("language"), max_length=10)
    country = models.CharField(_("country"), max_length=2, blank=True)
    place = models.CharField(_("place"), max_length=SHORT, blank=True)
    online = models.BooleanField(_("held online"), default=False)
    begins = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    enrol_until = models.DateField(_("enrolment until"))
    places = models.PositiveSmallIntegerField(_("places"))
    state = models.CharField(
        _("state"), max_length=10, choices=SessionState.choices, default=SessionState.PLANNED
    )
    trainers = models.ManyToManyField(
        User, related_name="sessions_taught", blank=True, verbose_name=_("trainers")
    )
    project = models.ForeignKey(
        Project,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("programme project"),
    )
    exam = models.JSONField(_("exam"), default=dict, blank=True)
    fictitious = models.BooleanField(_("fictitious"), default=False, editable=False)

    objects = TrainingSessionQuerySet.as_manager()

    personal: ClassVar = Personal(keep="which trainings there were; the trainers' names go")

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        ordering: ClassVar = ["-begins", "-pk"]
        indexes: ClassVar = [models.Index(fields=["course", "begins"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("begins")),
                name="a_session_ends_after_it_begins",
                violation_error_message=_("The training ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("training_session", args=[self.pk])

    @property
    def rule(self) -> CourseRule:
        """What the course is made of, in the version the session follows."""
        return course_rules(self.rules).of(self.course)

    @property
    def country_name(self) -> str:
        """The English name of the country; "" where there is none."""
        return country_names().get(self.country, self.country)

    @property
    def language_name(self) -> str:
        """What the reader's language calls the language it is held in."""
        return language_name(self.language)

    def seating(self) -> Seating:
        """Who has a place and who waits, by the numbers of their enrolments. One query."""
        return seating(
            self.places,
            (
                Wish(each.pk, each.asked, each.cancelled is not None)
                for each in self.enrolments.all()
            ),
        )

    def takes_enrolments(self, on: date) -> bool:
        """Whether people can enrol on a day."""
        return self.state == SessionState.OPEN and on <= self.enrol_until


class SessionDay(models.Model):
    """One meeting of a session: which module, from when to when."""

    session = models.ForeignKey(
        TrainingSession, models.CASCADE, related_name="days", verbose_name=_("training")
    )
    module = models.CharField(_("module"), max_length=40)
    begins = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"))

    class Meta:
        verbose_name = _("meeting of a training")
        verbose_name_plural = _("meetings of trainings")
        ordering: ClassVar = ["begins", "pk"]

    def __str__(self) -> str:
        return f"{self.session}, {self.module}"


class Material(models.Model):
    """A file for those who take part. sha256: of its bytes, as a hexadecimal number."""

    session = models.ForeignKey(
        TrainingSession, models.CASCADE, related_name="materials", verbose_name=_("training")
    )
    title = models.CharField(_("title"), max_length=SHORT)
    file = models.FileField(_("file"), upload_to="training/%Y/")
    name = models.CharField(_("name of the file"), max_length=SHORT, editable=False)
    kind = models.CharField(_("type"), max_length=100, editable=False)
    size_bytes = models.PositiveIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    added = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering: ClassVar = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Asks for enrolments, with the check of who may see them."""

    def visible_to(self, person: Somebody) -> "EnrolmentQuerySet":
        """One's own, and those of sessions one runs."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        return self.filter(
            models.Q(person=person)
            | models.Q(session__in=TrainingSession.objects.editable_by(person))
        )

    def editable_by(self, person: Somebody) -> "EnrolmentQuerySet":
        """Those of sessions one runs."""
        return self.filter(session__in=TrainingSession.objects.editable_by(person))

    def standing(self) -> "EnrolmentQuerySet":
        """Those not cancelled, in the order they asked."""
        return self.filter(cancelled__isnull=True).order_by("asked", "pk")


class Enrolment(models.Model):
    """A person in a session, seated or waiting. completed: the day, once confirmed."""

    session = models.ForeignKey(
        TrainingSession, models.CASCADE, related_name="enrolments", verbose_name=_("training")
    )
    person = models.ForeignKey(
        User, models.CASCADE, related_name="enrolments", verbose_name=_("person")
    )
    asked = models.DateTimeField(_("asked"), default=timezone.now)
    cancelled = models.DateTimeField(_("cancelled"), null=True, blank=True)
    completed = models.DateField(_("completed"), null=True, blank=True)
    hours = models.JSONField(_("hours attended by module"), default=dict, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    personal: ClassVar = Personal(keep="how many people were trained, without their names")

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering: ClassVar = ["asked", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=models.Q(cancelled__isnull=True),
                name="one_enrolment_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.session}"

    @property
    def audit_label(self) -> str:
        """What the log calls it: the training, not the person."""
        return self.session.title
