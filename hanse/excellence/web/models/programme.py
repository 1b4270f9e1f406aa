"""The programme: calls, the projects selected under them, and what each promised to deliver."""

from datetime import date
from typing import ClassVar, Final

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hanse.excellence.programme import Output
from hanse.foundation.roles import Role
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User

OUTPUTS: Final[list[tuple[str, str | Promise]]] = [
    (Output.TOOL_TRAININGS.value, _("Trainings on the benchmarking tool")),
    (Output.BENCHMARKINGS.value, _("Benchmarkings")),
    (Output.BRONZE_LABELS.value, _("Bronze labels")),
    (Output.INSTRUCTOR_TRAININGS.value, _("Trainings of instructors")),
    (Output.CERTIFIED_PEOPLE.value, _("Certified people")),
]


class CallQuerySet(models.QuerySet["Call"]):
    """Asks for calls, with the checks of who may see and change them."""

    def visible_to(self, person: Somebody) -> "CallQuerySet":
        """Published ones; all for officers."""
        if isinstance(person, User) and person.has_role(Role.OFFICER):
            return self.all()
        return self.filter(published=True)

    def editable_by(self, person: Somebody) -> "CallQuerySet":
        """All for officers, none for others."""
        if isinstance(person, User) and person.has_role(Role.OFFICER):
            return self.all()
        return self.none()


class Call(models.Model):
    """A call for projects. budget_eur: for all projects together."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=200)
    about = models.TextField(_("what it is for"), max_length=4000, blank=True)
    opens = models.DateField(_("opens"))
    closes = models.DateField(_("closes"))
    budget_eur = models.PositiveBigIntegerField(_("budget in euros"), null=True, blank=True)
    published = models.BooleanField(_("published"), default=False)
    fictitious = models.BooleanField(_("fictitious"), default=False, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering: ClassVar = ["-opens", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(closes__gte=models.F("opens")),
                name="a_call_closes_after_it_opens",
                violation_error_message=_("The call closes before it opens."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("call", args=[self.code])


class Project(models.Model):
    """A project selected under a call, with the days it runs."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="projects", verbose_name=_("call"))
    acronym = models.CharField(_("short name"), max_length=30)
    title = models.CharField(_("title"), max_length=200)
    coordinator = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="projects_coordinated",
        verbose_name=_("coordinator"),
    )
    partners = models.ManyToManyField(
        Organisation, related_name="projects", blank=True, verbose_name=_("partners")
    )
    begins = models.DateField(_("begins"))
    ends = models.DateField(_("ends"))

    class Meta:
        verbose_name = _("programme project")
        verbose_name_plural = _("programme projects")
        ordering: ClassVar = ["acronym", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "acronym"], name="one_project_of_a_name"),
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("begins")),
                name="a_project_ends_after_it_begins",
                violation_error_message=_("The project ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.acronym

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("project", args=[self.call.code, self.pk])

    def runs_on(self, day: date) -> bool:
        """Whether it runs on a day."""
        return self.begins <= day <= self.ends


class Target(models.Model):
    """How many of something a project promised."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="targets", verbose_name=_("project")
    )
    output = models.CharField(_("what"), max_length=30, choices=OUTPUTS)
    amount = models.PositiveIntegerField(_("how many"), validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering: ClassVar = ["project", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "output"], name="one_target_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.amount} {self.get_output_display()}"
