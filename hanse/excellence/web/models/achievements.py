"""What people show in trainings: exams, calibrations, field projects, education, requests."""

from typing import ClassVar, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.excellence.web.models.certificates import Certificate
from hanse.excellence.web.models.sessions import Enrolment, TrainingSession
from hanse.foundation.roles import Role
from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal

SHORT: Final = 200


class ExamSitting(models.Model):
    """One sitting of a session's exam. points: by question."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="sittings", verbose_name=_("enrolment")
    )
    on = models.DateField(_("on"))
    points = models.JSONField(_("points"))
    share = models.FloatField(_("share of the points"))
    passed = models.BooleanField(_("passed"))
    assessed_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assessed by"),
    )

    personal: ClassVar = Personal(keep="the result belongs to the person examined")

    class Meta:
        verbose_name = _("sitting of an exam")
        verbose_name_plural = _("sittings of exams")
        ordering: ClassVar = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.enrolment.session}, {self.on}"


class ModelCase(models.Model):
    """A made-up file to be scored. reference: criterion -> points, with a word on each."""

    title = models.CharField(_("title"), max_length=SHORT)
    text = models.TextField(_("the case"))
    scheme = models.CharField(_("scheme"), max_length=40)
    scheme_version = models.CharField(_("version of the scheme"), max_length=20)
    reference = models.JSONField(_("reference scores"))
    reasons = models.JSONField(_("reasons for the reference"), default=dict, blank=True)
    in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("model case")
        verbose_name_plural = _("model cases")
        ordering: ClassVar = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class CalibrationAttemptQuerySet(models.QuerySet["CalibrationAttempt"]):
    """Asks for attempts, with the check of who may see them."""

    def visible_to(self, person: Somebody) -> "CalibrationAttemptQuerySet":
        """One's own; all for officers."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        return self.all() if person.has_role(Role.OFFICER) else self.filter(person=person)


class CalibrationAttempt(models.Model):
    """Somebody's scores of a model case, and how they agree with the reference."""

    case = models.ForeignKey(
        ModelCase, models.PROTECT, related_name="attempts", verbose_name=_("model case")
    )
    person = models.ForeignKey(
        User, models.CASCADE, related_name="calibrations", verbose_name=_("person")
    )
    on = models.DateField(_("on"))
    scores = models.JSONField(_("scores"))
    exact = models.FloatField(_("share scored alike"))
    within_one = models.FloatField(_("share within one point"))
    kappa = models.FloatField(_("weighted kappa"), null=True, blank=True)
    bias = models.FloatField(_("points above the reference"))
    passed = models.BooleanField(_("passed"))

    objects = CalibrationAttemptQuerySet.as_manager()

    personal: ClassVar = Personal(keep="agreement statistics of model cases, without the name")

    class Meta:
        verbose_name = _("calibration")
        verbose_name_plural = _("calibrations")
        ordering: ClassVar = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.case}, {self.on}"


class FieldProject(models.Model):
    """A project in the field by a team of participants; each is assessed on their own."""

    session = models.ForeignKey(
        TrainingSession, models.CASCADE, related_name="field_projects", verbose_name=_("training")
    )
    title = models.CharField(_("title"), max_length=SHORT)
    about = models.TextField(_("task"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("field project")
        verbose_name_plural = _("field projects")
        ordering: ClassVar = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class FieldProjectPart(models.Model):
    """One participant's part in a field project. marks: criterion -> 0 to 1."""

    project = models.ForeignKey(
        FieldProject, models.CASCADE, related_name="parts", verbose_name=_("field project")
    )
    enrolment = models.OneToOneField(
        Enrolment, models.CASCADE, related_name="field_part", verbose_name=_("participant")
    )
    marks = models.JSONField(_("marks"), default=dict, blank=True)
    mark = models.FloatField(_("mark"), null=True, blank=True)
    passed = models.BooleanField(_("passed"), null=True, blank=True)
    assessed = models.DateField(_("assessed"), null=True, blank=True)
    assessed_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assessed by"),
    )

    personal: ClassVar = Personal(keep="the result belongs to the person assessed")

    class Meta:
        verbose_name = _("part in a field project")
        verbose_name_plural = _("parts in field projects")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.project}"


class Education(models.Model):
    """Hours of continuing education that somebody reports; they count once confirmed."""

    person = models.ForeignKey(
        User, models.CASCADE, related_name="education", verbose_name=_("person")
    )
    title = models.CharField(_("what it was about"), max_length=SHORT)
    organiser = models.CharField(_("who held it"), max_length=SHORT)
    on = models.DateField(_("last day"))
    hours = models.FloatField(_("hours"))
    reported = models.DateTimeField(_("reported"), default=timezone.now, editable=False)
    confirmed = models.DateField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    refused = models.CharField(_("why it was refused"), max_length=SHORT, blank=True)

    personal: ClassVar = Personal(about=("person",))

    class Meta:
        verbose_name = _("continuing education")
        verbose_name_plural = _("continuing education")
        ordering: ClassVar = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.title


class CertificateRequest(models.Model):
    """Somebody's request for a certificate or its renewal, and what became of it."""

    class Answer(models.TextChoices):
        """What became of it."""

        ISSUED = "issued", _("issued")
        REFUSED = "refused", _("refused")

    person = models.ForeignKey(
        User, models.CASCADE, related_name="certificate_requests", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=20)
    renews = models.ForeignKey(
        Certificate,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="renewal_requests",
        verbose_name=_("certificate to be renewed"),
    )
    made = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True)
    answered = models.DateField(_("answered"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=SHORT, blank=True)

    personal: ClassVar = Personal(keep="how many certificates were asked for, without the name")

    class Meta:
        verbose_name = _("request for a certificate")
        verbose_name_plural = _("requests for certificates")
        ordering: ClassVar = ["made", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=models.Q(answer=""),
                name="one_open_request_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.made:%Y-%m-%d}"
