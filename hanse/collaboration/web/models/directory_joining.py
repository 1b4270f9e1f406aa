"""Requests of firms to join cluster organisations."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.directory.joining import Request
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal


class RequestState(models.TextChoices):
    """Where a request stands."""

    ASKED = Request.ASKED.value, _("asked")
    ACCEPTED = Request.ACCEPTED.value, _("accepted")
    DECLINED = Request.DECLINED.value, _("declined")
    WITHDRAWN = Request.WITHDRAWN.value, _("withdrawn")


class JoinClusterRequestQuerySet(models.QuerySet["JoinClusterRequest"]):
    """Asks for requests; only the two organisations know of them."""

    def visible_to(self, person: Somebody) -> "JoinClusterRequestQuerySet":
        """Those of firms and of cluster organisations that `person` may edit."""
        own = Organisation.objects.editable_by(person)
        return self.filter(models.Q(firm__in=own) | models.Q(cluster__in=own))

    def open(self) -> "JoinClusterRequestQuerySet":
        """Those nobody has answered."""
        return self.filter(state=RequestState.ASKED)


class JoinClusterRequest(models.Model):
    """A firm's request to become a member of a cluster organisation, and the answer."""

    firm = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="cluster_requests_made",
        verbose_name=_("firm"),
    )
    cluster = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="cluster_requests",
        verbose_name=_("cluster organisation"),
    )
    state = models.CharField(
        _("state"), max_length=9, choices=RequestState.choices, default=RequestState.ASKED
    )
    message = models.TextField(_("message"), max_length=1000, blank=True)
    asked = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    asked_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    answered = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    reason = models.TextField(_("reason"), max_length=1000, blank=True)

    objects = JoinClusterRequestQuerySet.as_manager()

    personal: ClassVar = Personal(
        keep="which firm asked to join which cluster organisation, and the answer"
    )

    class Meta:
        verbose_name = _("request to join a cluster organisation")
        verbose_name_plural = _("requests to join cluster organisations")
        ordering: ClassVar = ["-asked", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["firm", "cluster"],
                condition=models.Q(state=RequestState.ASKED.value),
                name="one_open_cluster_request",
            )
        ]

    def __str__(self) -> str:
        return f"{self.firm}, {self.cluster}"
