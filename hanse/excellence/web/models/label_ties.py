"""What binds people to organisations, and organisations to each other: ground of conflicts."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hanse.excellence.label import conflicts as rules
from hanse.foundation.web.models.organisations import Membership, Organisation
from hanse.foundation.web.models.people import User
from hanse.foundation.web.privacy import Personal


class TieKind(models.TextChoices):
    """What binds a person to an organisation, as `label.conflicts` knows it."""

    WORKS = rules.TieKind.WORKS.value, _("works or worked for it, or sits in one of its bodies")
    HEADS = rules.TieKind.HEADS.value, _("heads or headed it")
    ADVISES = rules.TieKind.ADVISES.value, _("advises or advised it for a fee")
    GAP_ANALYSIS = rules.TieKind.GAP_ANALYSIS.value, _("gave it a gap analysis")
    COMPETES = rules.TieKind.COMPETES.value, _("competes with it")
    CLOSE = rules.TieKind.CLOSE.value, _("is close to somebody who runs it")


class TieQuerySet(models.QuerySet["PersonalTie"]):
    """Asks for ties."""

    def visible_to(self, person: User) -> "TieQuerySet":
        """One's own."""
        return self.filter(person=person)

    def of(self, people: Iterable[int]) -> dict[int, tuple[rules.Tie, ...]]:
        """Person -> all their ties: declared ones, and the memberships the site knows."""
        wanted = set(people)
        found: dict[int, list[rules.Tie]] = defaultdict(list)
        for tie in self.filter(person__in=wanted):
            found[tie.person_id].append(
                rules.Tie(rules.TieKind(tie.kind), tie.organisation_id, tie.since, tie.until)
            )
        for each in Membership.objects.filter(person__in=wanted):
            found[each.person_id].append(
                rules.Tie(
                    rules.TieKind.WORKS,
                    each.organisation_id,
                    timezone.localdate(each.since),
                    timezone.localdate(each.until) if each.until else None,
                )
            )
        return {person: tuple(found[person]) for person in wanted}

    def barred(self, person: User, on: date, *, years: int = 3) -> set[int]:
        """Organisations with which `person` is in conflict on a day, so holds no office for."""
        ties = self.of([person.pk])[person.pk]
        if not ties:
            return set()
        near = {tie.organisation for tie in ties}
        near |= set(Support.objects.filter(supporter__in=near).values_list("cluster", flat=True))
        near |= rivals_of_any(near)
        clusters = clusters_of(near, on)
        return {
            organisation
            for organisation, cluster in clusters.items()
            if rules.conflicts(ties, cluster, on, years=years)
        }


class PersonalTie(models.Model):
    """What a person says binds them to an organisation; a row that was wrong is ended, not lost."""

    person = models.ForeignKey(
        User, models.CASCADE, related_name="label_ties", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("organisation")
    )
    kind = models.CharField(_("what binds you to it"), max_length=12, choices=TieKind.choices)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    declared = models.DateTimeField(_("declared"), default=timezone.now, editable=False)

    objects = TieQuerySet.as_manager()

    personal: ClassVar = Personal()

    class Meta:
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        ordering: ClassVar = ["-declared", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.organisation}"

    @property
    def audit_label(self) -> str:
        """What the log calls it: the organisation, not the person."""
        return self.organisation.name


class SupportKind(models.TextChoices):
    """How an organisation supports a cluster organisation."""

    FUNDS = "funds", _("funds it")
    CERTIFIES_TOO = "certifies_too", _("supports it, and takes part in labelling")


class Support(models.Model):
    """That an organisation funds or supports a cluster organisation."""

    cluster = models.ForeignKey(
        Organisation, models.CASCADE, related_name="supports", verbose_name=_("cluster")
    )
    supporter = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("supporter")
    )
    kind = models.CharField(_("how"), max_length=13, choices=SupportKind.choices)
    stated = models.DateTimeField(_("stated"), default=timezone.now, editable=False)
    ended = models.DateField(_("ended"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cluster", "supporter", "kind"],
                condition=models.Q(ended__isnull=True),
                name="one_support_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.supporter} {self.get_kind_display()}: {self.cluster}"

    @property
    def audit_label(self) -> str:
        """What the log calls it."""
        return self.supporter.name

    @property
    def organisation(self) -> Organisation:
        """Whose log shows it: the cluster's."""
        return self.cluster


def clusters_of(organisations: Collection[int], on: date) -> dict[int, rules.Cluster]:
    """Organisation -> what conflicts ask about it, in two queries.

    A support that has ended on a day before `on` counts no more.
    """
    standing = models.Q(ended__isnull=True) | models.Q(ended__gte=on)
    found: dict[int, dict[str, set[int]]] = {each: defaultdict(set) for each in organisations}
    for support in Support.objects.filter(standing, cluster__in=organisations):
        found[support.cluster_id][support.kind].add(support.supporter_id)
    rivals = _rivals(organisations)
    return {
        each: rules.Cluster(
            each,
            funders=frozenset(groups[SupportKind.FUNDS]),
            supporters=frozenset(groups[SupportKind.CERTIFIES_TOO]),
            rivals=frozenset(rivals[each]),
        )
        for each, groups in found.items()
    }


def rivals_of_any(organisations: Collection[int]) -> set[int]:
    """Cluster organisations that compete with one of `organisations`."""
    return set().union(*_rivals(organisations).values())


def _rivals(organisations: Collection[int]) -> dict[int, set[int]]:
    """Organisation -> others of the same field and country, by what they applied for."""
    known = Organisation.objects.exclude(label_applications__field="")
    places = set(
        known.filter(pk__in=organisations).values_list("pk", "country", "label_applications__field")
    )
    countries = {country for _pk, country, _field in places}
    others: dict[tuple[str, str], set[int]] = defaultdict(set)
    for pk, country, field in known.filter(country__in=countries).values_list(
        "pk", "country", "label_applications__field"
    ):
        others[country, field].add(pk)
    found: dict[int, set[int]] = {each: set() for each in organisations}
    for pk, country, field in places:
        if field:
            found[pk] |= others[country, field] - {pk}
    return found
