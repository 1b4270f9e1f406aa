"""What somebody is to an exchange, and what may be done with it, from the table of steps."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from hanse.collaboration.journey.exchanges import Actor, Facts, State, offered
from hanse.collaboration.web.models.exchanges import Exchange
from hanse.foundation.roles import Role
from hanse.foundation.web.models.organisations import Membership, Organisation
from hanse.foundation.web.models.people import Somebody, User


def edited_by(person: Somebody) -> frozenset[int]:
    """Keys of the organisations that `person` is an editor of; administrators have no more."""
    if not isinstance(person, User) or not person.is_active:
        return frozenset()
    return frozenset(
        Membership.objects.editors()
        .filter(person=person, organisation__withdrawn__isnull=True)
        .values_list("organisation", flat=True)
    )


def require_editor(person: Somebody, organisation: Organisation) -> None:
    """Raise `PermissionDenied` for who is no editor of the organisation."""
    if organisation.pk not in edited_by(person):
        raise PermissionDenied(_("This is for editors of the organisation."))


def actors(person: Somebody, host: int, visitor: int) -> frozenset[Actor]:
    """What `person` is to an exchange between two organisations. One query, two for nobody."""
    own = edited_by(person)
    found = {actor for actor, key in ((Actor.HOST, host), (Actor.VISITOR, visitor)) if key in own}
    if isinstance(person, User) and person.has_role(Role.OFFICER):
        found.add(Actor.OFFICER)
    return frozenset(found)


def facts(exchange: Exchange, acts_for: frozenset[Actor], on: date) -> Facts:
    """What the conditions of steps ask about an exchange."""
    agreed = {Actor.HOST: exchange.host_agreed, Actor.VISITOR: exchange.visitor_agreed}
    reports = {Actor.HOST: exchange.host_report, Actor.VISITOR: exchange.visitor_report}
    return Facts(
        on=on,
        begins=exchange.begins,
        ends=exchange.ends,
        goals=exchange.goals,
        programme=exchange.programme,
        agreed=frozenset(side for side, day in agreed.items() if day),
        reported=frozenset(side for side, text in reports.items() if text),
        acts_for=acts_for - {Actor.OFFICER},
    )


def steps_offered(exchange: Exchange, person: Somebody, on: date) -> tuple[str, ...]:
    """The steps `person` can take in an exchange now."""
    mine = actors(person, exchange.host_id, exchange.visitor_id)
    return offered(State(exchange.state), mine, facts(exchange, mine, on))


def refusal_error(reasons: tuple[object, ...]) -> ValidationError:
    """Reasons of a refusal as an error that pages show."""
    return ValidationError([str(each) for each in reasons])
