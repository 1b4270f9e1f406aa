"""People who use the site, and the roles they were granted."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Final

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hanse.foundation.roles import GRANTED, Role
from hanse.foundation.web.privacy import Personal

NAME_LENGTH: Final = 150

THEME_CHOICES: Final = [("auto", _("As my device")), ("light", _("Light")), ("dark", _("Dark"))]

ROLE_NAMES: Final = {
    Role.VISITOR: _("Visitor"),
    Role.MEMBER: _("Member"),
    Role.EDITOR: _("Organisation editor"),
    Role.EXPERT: _("Expert"),
    Role.OFFICER: _("Programme officer"),
    Role.BOARD: _("Board member"),
    Role.ADMINISTRATOR: _("Administrator"),
}


class People(BaseUserManager["User"]):
    """Makes accounts; an e-mail address is all that tells them apart."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> "User":
        """A new account. Raises `ValueError` without an e-mail address."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **more)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **more: Any) -> "User":
        """A new account with the role of an administrator."""
        user = self.create_user(email, password, **more)
        RoleGrant.objects.create(person=user, role=Role.ADMINISTRATOR)
        return user


class User(AbstractBaseUser):
    """A person with an account."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    theme = models.CharField(
        _("theme"),
        max_length=5,
        blank=True,
        choices=THEME_CHOICES,
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    fictitious = models.BooleanField(_("fictitious"), default=False, editable=False)
    joined = models.DateTimeField(_("joined"), default=timezone.now)
    erased = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        if self.erased:
            return gettext("Erased account")
        return self.name or self.email

    # --- Roles --------------------------------------------------------------------------------

    @cached_property
    def granted_roles(self) -> frozenset[Role]:
        """Roles granted and running now; asked of the database once for this object."""
        if not self.is_active:
            return frozenset()
        return frozenset(
            Role(role)
            for role in RoleGrant.objects.running()
            .filter(person=self)
            .values_list("role", flat=True)
        )

    def has_role(self, role: Role | str) -> bool:
        """Whether the person has `role`; one query for all roles of a request.

        Not for EDITOR, which depends on the organisation: `Organisation.objects.editable_by`.
        """
        role = Role(role)
        if role in {Role.VISITOR, Role.MEMBER}:
            return role is Role.VISITOR or self.is_active
        return role in self.granted_roles

    # What Django's administration asks; there are no finer permissions than the role.

    @property
    def is_administrator(self) -> bool:
        """Whether the person is an administrator now."""
        return self.has_role(Role.ADMINISTRATOR)

    @property
    def is_staff(self) -> bool:
        """Whether the person may use the administration."""
        return self.is_administrator

    @property
    def is_superuser(self) -> bool:
        """Whether the person may do everything there."""
        return self.is_administrator

    def has_perm(self, permission: str, _about: object = None) -> bool:
        """Whether the person may do `permission` names, "app.verb_model"."""
        return bool(permission) and self.is_administrator

    def has_perms(self, _permissions: Iterable[str], _about: object = None) -> bool:
        """Whether the person may do all of `permissions`."""
        return self.is_administrator

    def has_module_perms(self, _app_label: str) -> bool:
        """Whether the person sees the part `app_label` of the administration."""
        return self.is_administrator


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """Asks for grants."""

    def running(self, at: datetime | None = None) -> "RoleGrantQuerySet":
        """Those that hold `at` a time, or now."""
        at = at or timezone.now()
        return self.filter(begins__lte=at).filter(
            models.Q(ends__isnull=True) | models.Q(ends__gt=at)
        )


class RoleGrant(models.Model):
    """A role that a person holds from one time to another; ended, never deleted."""

    person = models.ForeignKey(
        User, models.CASCADE, related_name="role_grants", verbose_name=_("person")
    )
    role = models.CharField(
        _("role"), max_length=20, choices=[(role.value, ROLE_NAMES[role]) for role in GRANTED]
    )
    granted_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("granted by"),
    )
    begins = models.DateTimeField(_("from"), default=timezone.now)
    ends = models.DateTimeField(_("until"), null=True, blank=True)
    ended_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )

    objects = RoleGrantQuerySet.as_manager()

    personal: ClassVar = Personal(keep="who held which office, without the name")

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering: ClassVar = ["-begins"]
        indexes: ClassVar = [models.Index(fields=["person", "role"])]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person}"

    @property
    def audit_label(self) -> str:
        """What the log calls it: the role, not the person."""
        return Role(self.role).value


Somebody = User | AnonymousUser
"""Whoever asks for a page."""
