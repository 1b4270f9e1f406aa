"""The agreements and missions on record, brought into the database as the files have them."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from hanse.collaboration.agreements.partial_dates import PartialDate
from hanse.collaboration.agreements.records import Agreement as AgreementRecord
from hanse.collaboration.agreements.records import Mission, Records, Source, records
from hanse.collaboration.agreements.states import State
from hanse.collaboration.web.actions.agreements import free_slug
from hanse.collaboration.web.actions.records import KEEPERS, recorded_organisation
from hanse.collaboration.web.models.agreement_files import RecordedMission
from hanse.collaboration.web.models.agreements import (
    Agreement,
    AgreementExtension,
    AgreementParty,
)
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User


@action
def load_records(*, by: User | None = None, found: Records | None = None) -> tuple[int, int]:
    """Bring agreements and missions on record up to what the files say; how many there are of each.

    Any number of times: what is there is brought up to date, nothing comes twice, and what people
    added to it, such as documents, stays. found: the records; those that come with Hanse where not
    said. Raises `PermissionDenied` for who keeps no records.
    """
    if by is not None and not any(by.has_role(role) for role in KEEPERS):
        raise PermissionDenied(_("Only the programme's officers load records."))
    files = found or records()
    sources = {each.code: each for each in files.agreements.sources}
    parties: dict[str, Organisation] = {}
    for each in files.agreements.agreements:
        for code in each.parties:
            if code not in parties:
                parties[code] = _organisation(files, code, sources[each.source], by)
        _agreement(each, sources[each.source], [parties[code] for code in each.parties])
    told = {each.code: each for each in files.missions.sources}
    held_under = {row.record_key: row for row in Agreement.objects.filter(record_key__isnull=False)}
    for mission in files.missions.missions:
        _mission(mission, told[mission.source], held_under)
    counts = len(files.agreements.agreements), len(files.missions.missions)
    record(None, {"agreements": counts[0], "missions": counts[1]})
    return counts


def _organisation(files: Records, code: str, source: Source, by: User | None) -> Organisation:
    wanted = next(each for each in files.agreements.organisations if each.code == code)
    return recorded_organisation(
        keeper=by,
        name=wanted.name,
        kind=wanted.kind,
        country=wanted.country,
        source=source.title,
        source_address=source.address,
    )


def _agreement(found: AgreementRecord, source: Source, parties: list[Organisation]) -> None:
    row = Agreement.objects.filter(record_key=found.key).first()
    agreement = row or Agreement(record_key=found.key, slug=free_slug(found.title))
    said = {
        "kind": found.kind.value,
        "title": found.title,
        "scope": found.scope,
        "state": found.state.value if found.state else "",
        "signed": found.state is not None
        and found.state not in {State.ENVISAGED, State.IN_NEGOTIATION},
        "signed_on": found.signed_on,
        "in_force_on": found.in_force_on,
        "ends_on": found.ends_on,
        "place": found.place,
        "countries": list(found.countries),
        "european_side": found.european_side,
        "other_side": found.other_side,
        "source": source.title,
        "source_address": source.address,
    }
    if row is None or any(getattr(row, name) != value for name, value in said.items()):
        for name, value in said.items():
            setattr(agreement, name, value)
        agreement.save()
    for each in parties:
        AgreementParty.objects.get_or_create(agreement=agreement, organisation=each)
    agreement.parties.exclude(organisation__in=parties).delete()
    _extensions(agreement, found.extended_on)


def _extensions(agreement: Agreement, days: tuple[PartialDate, ...]) -> None:
    there = {str(each.agreed_on) for each in agreement.extensions.all()}
    for day in days:
        if str(day) not in there:
            AgreementExtension.objects.create(
                agreement=agreement,
                standing=AgreementExtension.Standing.AGREED,
                agreed_on=day,
            )
    agreement.extensions.exclude(agreed_on__in=[str(day) for day in days]).delete()


def _mission(found: Mission, source: Source, agreements: Mapping[str | None, Agreement]) -> None:
    RecordedMission.objects.update_or_create(
        key=found.key,
        defaults={
            "title": found.title,
            "held": found.status == "held",
            "place": found.place,
            "country": found.country,
            "begins": found.begins,
            "ends": found.ends,
            "theme": found.theme,
            "figures": [each.model_dump() for each in found.figures],
            "agreement": agreements[found.agreement] if found.agreement else None,
            "source": source.title,
            "source_address": source.address,
        },
    )
