"""Writing a joint strategy together, and approving it member by member."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.collaboration.consortia.states import Version, approved_by_all
from hanse.collaboration.consortia.strategy import SECTIONS
from hanse.collaboration.web.consortium_letters import tell_strategy
from hanse.collaboration.web.consortium_permits import locked, locked_version, require_step
from hanse.collaboration.web.models.consortia import Consortium, edited_by
from hanse.collaboration.web.models.strategies import (
    StrategyApproval,
    StrategySection,
    StrategyVersion,
)
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User


class SectionChangedError(ValidationError):
    """A section that somebody else changed since it was read; nothing was written.

    section: as it is now.
    """

    def __init__(self, section: StrategySection) -> None:
        super().__init__(_("Somebody else changed this section while you wrote."))
        self.section = section


@action
def strategy_begin(*, by: User, consortium: Consortium) -> StrategyVersion:
    """Begin a version: the first, or a new one with the text of the approved one to start from.

    Raises `ValidationError` where one is being written.
    """
    found = locked(consortium)
    last = found.strategies.first()
    require_step(by, "strategy_begin", found, version=last)
    version = StrategyVersion.objects.create(
        consortium=found, number=last.number + 1 if last else 1
    )
    document = last.document if last else {}
    StrategySection.objects.bulk_create(
        StrategySection(version=version, code=code, content=document.get(code, {}))
        for code in SECTIONS
    )
    record(found, {"version": version.number})
    return version


@action
def strategy_section_save(
    *, by: User, version: StrategyVersion, code: str, content: Mapping[str, Any], seen: int
) -> StrategySection:
    """Write a section of a draft. content: as `strategy.read` cleaned it.

    seen: the revision that was on the page. Raises `SectionChangedError` where somebody else wrote
    since and said something else: nobody's words are lost.
    """
    found = locked_version(version)
    require_step(by, "strategy_section_save", found.consortium, version=found)
    section = found.sections.select_for_update().get(code=code)
    if section.revision != seen and section.content != content:
        raise SectionChangedError(section)
    section.content = dict(content)
    section.revision += 1
    section.changed = timezone.now()
    section.changed_by = by
    section.save()
    record(found, {"section": code, "revision": section.revision})
    return section


@action
def strategy_submit(*, by: User, version: StrategyVersion) -> None:
    """Put a draft to approval by every member; it is not changed until all have said so."""
    found = locked_version(version)
    require_step(by, "strategy_submit", found.consortium, version=found)
    found.state = Version.IN_APPROVAL
    found.submitted = timezone.now()
    found.remark = ""
    found.save()
    found.approvals.all().delete()
    tell_strategy(found, "submitted", besides=by)
    record(found, {"version": found.number})


@action
def strategy_take_back(*, by: User, version: StrategyVersion) -> None:
    """Make it a draft again; approvals given so far are void."""
    found = locked_version(version)
    require_step(by, "strategy_take_back", found.consortium, version=found)
    _reopen(found, "")
    record(found, {"version": found.number})


@action
def strategy_send_back(
    *, by: User, version: StrategyVersion, organisation: Organisation, remark: str
) -> None:
    """Ask for changes, for a member: a draft again, with what has to change."""
    found = locked_version(version)
    require_step(by, "strategy_send_back", found.consortium, version=found)
    _require_member(by, found, organisation)
    if not remark.strip():
        raise ValidationError(_("Say what has to change."))
    _reopen(found, remark.strip())
    tell_strategy(found, "sent_back", besides=by)
    record(found, {"version": found.number}, organisation=organisation)


@action
def strategy_approve(*, by: User, version: StrategyVersion, organisation: Organisation) -> None:
    """Approve, for a member. With the last approval the version is in force."""
    found = locked_version(version)
    require_step(by, "strategy_approve", found.consortium, version=found, organisation=organisation)
    _require_member(by, found, organisation)
    StrategyApproval.objects.create(version=found, organisation=organisation, person=by)
    settle_approval(found, approver=by)
    record(found, {"version": found.number}, organisation=organisation)


def settle_approval(version: StrategyVersion, *, approver: User) -> None:
    """Bring a version into force that every member approved; the one before is superseded.

    Part of the actions that may complete the approval; writes no event of its own.
    """
    members = version.consortium.members.belonging().values_list("organisation", flat=True)
    approvals = version.approvals.values_list("organisation", flat=True)
    if not approved_by_all(list(members), list(approvals)):
        return
    version.consortium.strategies.filter(state=Version.APPROVED).update(state=Version.SUPERSEDED)
    version.state = Version.APPROVED
    version.approved = timezone.now()
    version.save()
    tell_strategy(version, "approved", besides=approver)


def _reopen(version: StrategyVersion, remark: str) -> None:
    version.state = Version.DRAFT
    version.submitted = None
    version.remark = remark
    version.save()
    version.approvals.all().delete()


def _require_member(by: User, version: StrategyVersion, organisation: Organisation) -> None:
    belongs = (
        version.consortium.members.belonging()
        .filter(organisation=organisation, organisation__in=edited_by(by))
        .exists()
    )
    if not belongs:
        raise PermissionDenied(_("You do not act for this organisation."))
