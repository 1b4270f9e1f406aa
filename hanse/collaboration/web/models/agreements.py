"""Agreements, their parties, and who has signed."""

from collections.abc import Iterator
from typing import ClassVar, Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from hanse.collaboration.agreements.obligations import NOTICE_DAYS
from hanse.collaboration.agreements.states import KIND_WORDS, STATE_WORDS, Kind, State
from hanse.collaboration.journey.evidence import Evidence
from hanse.collaboration.web.agreement_evidence import agreement_evidence
from hanse.collaboration.web.partial_date_field import PartialDateField
from hanse.foundation.roles import Role
from hanse.foundation.web.models.organisations import Membership, Organisation
from hanse.foundation.web.models.people import Somebody, User
from hanse.foundation.web.privacy import Personal

TITLE: Final = 200
WORDS: Final = 4000
STATE_CHOICES: Final = [(state.value, _(words)) for state, words in STATE_WORDS.items()]
KIND_CHOICES: Final = [(kind.value, _(words)) for kind, words in KIND_WORDS.items()]


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Asks for agreements, with the checks of who may see and change them."""

    def public(self) -> "AgreementQuerySet":
        """On record from a public source, or signed and shown by its parties' wish."""
        return self.filter(models.Q(record_key__isnull=False) | models.Q(public=True, signed=True))

    def of_editors(self, person: User) -> "AgreementQuerySet":
        """Those one of whose parties `person` edits; administrators are no party by their role."""
        mine = AgreementParty.objects.of_editors(person).filter(agreement=models.OuterRef("pk"))
        return self.filter(models.Exists(mine))

    def visible_to(self, person: Somebody) -> "AgreementQuerySet":
        """Public ones; all for officers; those of one's own organisations."""
        if not isinstance(person, User) or not person.is_active:
            return self.public()
        if person.has_role(Role.OFFICER):
            return self.all()
        own = self.of_editors(person).values("pk")
        shown = models.Q(record_key__isnull=False) | models.Q(public=True, signed=True)
        return self.filter(shown | models.Q(pk__in=own))

    def editable_by(self, person: Somebody) -> "AgreementQuerySet":
        """Those `person` may take steps in, as an editor of a party or as an officer."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        return self.all() if person.has_role(Role.OFFICER) else self.of_editors(person)

    def evidence(self) -> Iterator[Evidence]:
        """What those that were signed, and what was done under them, show of ties."""
        signed = self.filter(signed=True)
        return agreement_evidence(signed.prefetch_related("parties", "activities__organisations"))


class Agreement(models.Model):
    """A memorandum of understanding or another agreement.

    state: "" only for one on record whose source does not say. public: its parties want it shown
    once it is signed. signed: whether all signed it. notice_days: how long before the end the
    parties are told. record_key: of the files of data/collaboration/agreements for one on record,
    else null; such a one has a source, countries, and sides that the source names in other words.
    """

    slug = models.SlugField(_("address"), max_length=80, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=KIND_CHOICES, default=Kind.MEMORANDUM)
    title = models.CharField(_("title"), max_length=TITLE)
    scope = models.TextField(_("what it is about"), max_length=WORDS, blank=True)
    state = models.CharField(_("state"), max_length=14, choices=STATE_CHOICES, blank=True)
    public = models.BooleanField(_("shown to everybody once it is signed"), default=True)
    signed = models.BooleanField(_("signed by all"), default=False, editable=False)
    signed_on = PartialDateField(_("signed"))
    in_force_on = PartialDateField(_("in force from"))
    ends_on = PartialDateField(_("ends"))
    notice_days = models.PositiveSmallIntegerField(
        _("days before the end to be reminded"),
        default=NOTICE_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
    )
    place = models.CharField(_("place"), max_length=TITLE, blank=True)
    countries = models.JSONField(_("countries"), default=list, blank=True)
    european_side = models.CharField(_("European side"), max_length=TITLE, blank=True)
    other_side = models.CharField(_("other side"), max_length=TITLE, blank=True)
    record_key = models.SlugField(_("record"), max_length=60, unique=True, null=True, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    source_address = models.URLField(_("address of the source"), max_length=500, blank=True)
    fictitious = models.BooleanField(_("fictitious"), default=False, editable=False)
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    changed = models.DateTimeField(_("changed"), auto_now=True)

    objects = AgreementQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering: ClassVar = ["title", "pk"]
        indexes: ClassVar = [models.Index(fields=["state"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("agreement_detail", args=[self.slug])

    @property
    def where(self) -> State | None:
        """Its state; None where the source of one on record does not say."""
        return State(self.state) if self.state else None

    @property
    def is_on_record(self) -> bool:
        """Whether it is here from a public source and not run on this site."""
        return self.record_key is not None

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it."""
        return self.is_on_record or (self.public and self.signed)


class AgreementPartyQuerySet(models.QuerySet["AgreementParty"]):
    """Asks for parties."""

    def of_editors(self, person: User) -> "AgreementPartyQuerySet":
        """Those of organisations that `person` is an editor of."""
        editing = Membership.objects.editors().filter(
            organisation=models.OuterRef("organisation"), person=person
        )
        return self.filter(models.Exists(editing), organisation__withdrawn__isnull=True)

    def with_members(self) -> "AgreementPartyQuerySet":
        """Those of organisations that somebody of this site acts for."""
        editing = Membership.objects.editors().filter(organisation=models.OuterRef("organisation"))
        return self.filter(models.Exists(editing))


class AgreementParty(models.Model):
    """An organisation that is a party, with its contact, whom parties and officers alone see."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="parties", verbose_name=_("agreement")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="agreement_parties",
        verbose_name=_("organisation"),
    )
    contact_name = models.CharField(_("contact person"), max_length=TITLE, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    contact_phone = models.CharField(_("contact telephone"), max_length=40, blank=True)

    objects = AgreementPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party to an agreement")
        verbose_name_plural = _("parties to agreements")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="a_party_once")
        ]

    def __str__(self) -> str:
        return self.organisation.name


class AgreementExtension(models.Model):
    """An extension: the new end, and how it stands. agreed_on: when the last party agreed."""

    class Standing(models.TextChoices):
        """How it stands."""

        PROPOSED = "proposed", _("proposed")
        AGREED = "agreed", _("agreed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="extensions", verbose_name=_("agreement")
    )
    before = PartialDateField(_("end before"))
    until = PartialDateField(_("new end"))
    words = models.TextField(_("in words"), max_length=1000, blank=True)
    standing = models.CharField(
        _("standing"), max_length=9, choices=Standing.choices, default=Standing.PROPOSED
    )
    proposed = models.DateTimeField(_("proposed"), default=timezone.now)
    agreed_on = PartialDateField(_("agreed on"))

    class Meta:
        verbose_name = _("extension of an agreement")
        verbose_name_plural = _("extensions of agreements")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement"],
                condition=models.Q(standing="proposed"),
                name="one_extension_proposed_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.until}"


class AgreementSignature(models.Model):
    """That a party has signed the agreement, or agreed to an extension of it.

    by: who recorded it. undone: when the words were changed afterwards, or it was withdrawn.
    """

    party = models.ForeignKey(
        AgreementParty, models.CASCADE, related_name="signatures", verbose_name=_("party")
    )
    extension = models.ForeignKey(
        AgreementExtension,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name=_("extension"),
    )
    signed_on = PartialDateField(_("signed on"))
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    undone = models.DateTimeField(_("undone"), null=True, blank=True)

    personal: ClassVar = Personal(keep="that the party signed, and when; the name goes")

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party"],
                condition=models.Q(undone__isnull=True, extension__isnull=True),
                name="a_party_signs_once",
            ),
            models.UniqueConstraint(
                fields=["party", "extension"],
                condition=models.Q(undone__isnull=True, extension__isnull=False),
                name="a_party_agrees_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}, {self.signed_on}"

    @property
    def audit_label(self) -> str:
        """What the log calls it: the agreement, not the person."""
        return str(self.party.agreement)
