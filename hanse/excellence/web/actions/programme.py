"""Calls, projects and their targets: made and changed by the programme's secretariat."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from hanse.excellence.programme import Output
from hanse.excellence.web.models.programme import Call, Project, Target
from hanse.foundation.roles import Role
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User


@action
def call_save(*, by: User, call: Call | None, details: Mapping[str, Any]) -> Call:
    """Make a call, or change `call`. Raises `ValidationError` for a code taken or wrong days."""
    _require_officer(by)
    call = call or Call(fictitious=by.fictitious)
    for name, value in details.items():
        setattr(call, name, value)
    if call.closes < call.opens:
        raise ValidationError({"closes": _("The call closes before it opens.")})
    call.full_clean()
    call.save()
    record(call, {"title": call.title, "published": call.published})
    return call


@action
def project_save(
    *,
    by: User,
    call: Call,
    project: Project | None,
    details: Mapping[str, Any],
    partners: Collection[Organisation],
    targets: Mapping[Output, int],
) -> Project:
    """Make a project of a call, or change `project`; targets of nothing are dropped.

    Raises `ValidationError` for wrong days, a short name taken, or no target at all.
    """
    _require_officer(by)
    project = project or Project(call=call)
    for name, value in details.items():
        setattr(project, name, value)
    if project.ends < project.begins:
        raise ValidationError({"ends": _("The project ends before it begins.")})
    wanted = {output: amount for output, amount in targets.items() if amount}
    if not wanted:
        raise ValidationError(_("A project promises at least one thing."))
    project.full_clean()
    project.save()
    project.partners.set(partners)
    project.targets.exclude(output__in=wanted).delete()
    for output, amount in wanted.items():
        Target.objects.update_or_create(
            project=project, output=output.value, defaults={"amount": amount}
        )
    record(project, {"targets": {each.value: amount for each, amount in wanted.items()}})
    return project


def _require_officer(by: User) -> None:
    if not by.has_role(Role.OFFICER):
        raise PermissionDenied(_("The programme's secretariat keeps calls and projects."))
