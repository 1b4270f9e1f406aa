"""Versions of a consortium's joint strategy, their sections, and who approved them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.consortia.states import Version
from hanse.collaboration.web.consortium_words import VERSION_CHOICES
from hanse.collaboration.web.models.consortia import Consortium
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal


class StrategyVersionQuerySet(models.QuerySet["StrategyVersion"]):
    """Asks for versions of strategies, with the checks of who may see and edit them."""

    def visible_to(self, person: Somebody) -> "StrategyVersionQuerySet":
        """All of consortia one belongs to; of others the approved one, where it is public."""
        return self.filter(
            models.Q(consortium__in=Consortium.objects.inside(person))
            | models.Q(
                state=Version.APPROVED,
                consortium__published=True,
                consortium__strategy_public=True,
            )
        )

    def editable_by(self, person: Somebody) -> "StrategyVersionQuerySet":
        """Drafts of consortia one belongs to."""
        return self.filter(
            state=Version.DRAFT, consortium__in=Consortium.objects.editable_by(person)
        )


class StrategyVersion(models.Model):
    """A version of the strategy: from 1, the newest the one that is written or approved."""

    consortium = models.ForeignKey(
        Consortium, models.CASCADE, related_name="strategies", verbose_name=_("consortium")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(
        _("state"), max_length=11, choices=VERSION_CHOICES, default=Version.DRAFT
    )
    begun = models.DateTimeField(_("begun"), default=timezone.now)
    submitted = models.DateTimeField(_("put to approval"), null=True, blank=True)
    approved = models.DateTimeField(_("approved by all"), null=True, blank=True)
    remark = models.TextField(_("why it was sent back"), max_length=2000, blank=True)

    objects = StrategyVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a strategy")
        verbose_name_plural = _("versions of strategies")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consortium", "number"], name="a_version_once"),
            models.UniqueConstraint(
                fields=["consortium"],
                condition=models.Q(state__in=[Version.DRAFT, Version.IN_APPROVAL]),
                name="one_strategy_being_written",
            ),
            models.UniqueConstraint(
                fields=["consortium"],
                condition=models.Q(state=Version.APPROVED),
                name="one_strategy_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consortium}, {self.number}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("strategy_version", args=[self.consortium.slug, self.number])

    @property
    def document(self) -> Mapping[str, Mapping[str, Any]]:
        """Code of section -> what it says; reads the sections."""
        return {each.code: each.content for each in self.sections.all()}


class StrategySection(models.Model):
    """A section of a version. revision: counts its changes, so that two who write are told."""

    version = models.ForeignKey(
        StrategyVersion, models.CASCADE, related_name="sections", verbose_name=_("version")
    )
    code = models.CharField(_("section"), max_length=20)
    content = models.JSONField(_("content"), default=dict)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    changed = models.DateTimeField(_("changed"), default=timezone.now)
    changed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("changed by")
    )

    personal: ClassVar = Personal(keep="the joint strategy, which belongs to all members")

    class Meta:
        verbose_name = _("section of a strategy")
        verbose_name_plural = _("sections of strategies")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "code"], name="a_section_once")
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.code}"


class StrategyApproval(models.Model):
    """That a member approves a version, said by one of its editors."""

    version = models.ForeignKey(
        StrategyVersion, models.CASCADE, related_name="approvals", verbose_name=_("version")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    person = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    given = models.DateTimeField(_("given"), default=timezone.now)

    personal: ClassVar = Personal(keep="which member approved which version, and when")

    class Meta:
        verbose_name = _("approval of a strategy")
        verbose_name_plural = _("approvals of strategies")
        ordering: ClassVar = ["given", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "organisation"], name="one_approval_each")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.version}"
