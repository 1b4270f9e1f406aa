"""What people say about meetings of a mission: requests, times, tables, rules, moves."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.meeting_words import HALF_CHOICES
from hanse.collaboration.web.models.meeting_plans import MOST_MINUTES, MeetingPlan
from hanse.collaboration.web.models.meetings import (
    MeetingRequest,
    MeetingSlot,
    MeetingTable,
    MissionMeeting,
)
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.missions import Mission

_LONGEST: Final = 240
_LIST: Final = 3


class AskForm(forms.ModelForm[MeetingRequest]):
    """A request for a meeting."""

    class Meta:
        model = MeetingRequest
        fields = ("interest", "half", "why")
        widgets: ClassVar = {"why": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar = {
            "interest": _("Meetings that both sides want most are chosen first."),
            "why": _("The other side reads this."),
        }


class SlotsForm(forms.Form):
    """Times for meetings on one day, one after the other."""

    day = forms.ChoiceField(label=_("Day"))
    begins = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}), initial="09:00"
    )
    ends = forms.TimeField(
        label=_("To"), widget=forms.TimeInput(attrs={"type": "time"}), initial="12:30"
    )
    minutes = forms.IntegerField(
        label=_("Minutes of a meeting"), min_value=5, max_value=_LONGEST, initial=20
    )
    pause = forms.IntegerField(
        label=_("Minutes between two meetings"), min_value=0, max_value=120, initial=5
    )

    def __init__(self, mission: Mission, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"] = forms.ChoiceField(
            label=_("Day"),
            choices=[(each.isoformat(), date_format(each, "l j F Y")) for each in days_of(mission)],
        )

    def clean_day(self) -> date:
        """The day itself."""
        return date.fromisoformat(self.cleaned_data["day"])


class TablesForm(forms.Form):
    """The tables, one a line."""

    tables = forms.CharField(
        label=_("Tables, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "Name; room; address of a video room, if there is one. For example: T1; Great hall"
        ),
    )

    @classmethod
    def filled(cls, tables: Sequence[MeetingTable]) -> "TablesForm":
        """With the tables there are."""
        lines = ["; ".join(filter(None, [each.code, each.room, each.address])) for each in tables]
        return cls(initial={"tables": "\n".join(lines)})

    def clean_tables(self) -> list[tuple[str, str, str]]:
        """Code, room and address of each."""
        found = []
        for line in self.cleaned_data["tables"].splitlines():
            parts = [part.strip() for part in line.split(";")]
            if not parts[0]:
                continue
            if len(parts) > _LIST:
                raise ValidationError(
                    gettext("“%(line)s” has more than three parts.") % {"line": line}
                )
            code, room, address = [*parts, "", ""][:_LIST]
            if (not room and address) or room.startswith("http"):
                room, address = "", address or room
            found.append((code, room, address))
        return found


class RulesForm(forms.ModelForm[MeetingPlan]):
    """How meetings are planned."""

    class Meta:
        model = MeetingPlan
        fields = (
            "floor",
            "suggested",
            "fairness",
            "seconds",
            "other_room_minutes",
            "hours_begin",
            "hours_end",
        )
        widgets: ClassVar = {
            "hours_begin": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "hours_end": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
        help_texts: ClassVar = {
            "floor": _("As far as requests and times allow; where they do not, it is said why."),
            "fairness": _("A break is a time without a meeting between two meetings of a day."),
            "seconds": _("It ends sooner when a timetable is proved best."),
            "hours_begin": _(
                "By the clocks of each participant elsewhere: nobody is asked to meet outside."
            ),
        }


class WalksForm(forms.Form):
    """Minutes of walking between each two rooms, and which two each field is about."""

    def __init__(self, rooms: Sequence[str], plan: MeetingPlan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = {frozenset((one, other)): minutes for one, other, minutes in plan.walks}
        self.pairs = dict(enumerate(combinations(rooms, 2)))
        for at, pair in self.pairs.items():
            self.fields[f"pair_{at}"] = forms.IntegerField(
                label=" \N{LEFT RIGHT ARROW} ".join(pair),
                required=False,
                min_value=0,
                max_value=MOST_MINUTES,
                initial=said.get(frozenset(pair)),
                widget=forms.NumberInput(attrs={"placeholder": plan.other_room_minutes}),
            )

    def walks(self) -> dict[tuple[str, str], int | None]:
        """Minutes of each two rooms; None for as between any."""
        return {pair: self.cleaned_data[f"pair_{at}"] for at, pair in self.pairs.items()}


class MeetingForm(forms.Form):
    """A meeting agreed by hand, or what is wished for one."""

    one = forms.ModelChoiceField(MissionParticipant.objects.none(), label=_("Participant"))
    other = forms.ModelChoiceField(MissionParticipant.objects.none(), label=_("Meets"))
    third = forms.ModelChoiceField(
        MissionParticipant.objects.none(), label=_("And, if it is of three"), required=False
    )
    half = forms.ChoiceField(label=_("When"), choices=HALF_CHOICES)
    fixed = forms.ModelChoiceField(
        MeetingSlot.objects.none(), label=_("At this very time"), required=False
    )
    after = forms.ModelChoiceField(
        MissionMeeting.objects.none(), label=_("After this meeting"), required=False
    )

    def __init__(
        self, mission: Mission, *args: Any, meeting: MissionMeeting | None = None, **kwargs: Any
    ) -> None:
        if meeting:
            first = meeting.after.first()
            kwargs["initial"] = {
                "half": meeting.half,
                "fixed": meeting.fixed_id,
                "after": first.pk if first else None,
            }
        super().__init__(*args, **kwargs)
        people = [
            (each.pk, each.organisation.name)
            for each in mission.participants.taking_part().in_order()
        ]
        for name in ("one", "other", "third"):
            if meeting:
                del self.fields[name]
                continue
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = mission.participants.taking_part()
            field.choices = [("", "---------"), *people]
        fixed, after = self.fields["fixed"], self.fields["after"]
        assert isinstance(fixed, forms.ModelChoiceField)
        assert isinstance(after, forms.ModelChoiceField)
        fixed.queryset = mission.meeting_slots.all()
        fixed.choices = [("", gettext("no")), *slot_choices(mission)]
        others = mission.meetings.standing().prefetch_related("participants__organisation")
        if meeting:
            others = others.exclude(pk=meeting.pk)
        after.queryset = others
        after.choices = [("", gettext("no")), *((each.pk, str(each)) for each in others)]


class MoveForm(forms.Form):
    """Where a meeting goes. seen: the number of the timetable on the page."""

    slot = forms.ChoiceField(label=_("Time"), required=False)
    table = forms.ChoiceField(label=_("Table"), required=False)
    why = forms.CharField(label=_("Why, for those concerned"), max_length=200, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    anyway = forms.BooleanField(label=_("Move it all the same"), required=False)

    def __init__(self, mission: Mission, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slot"] = forms.ChoiceField(
            label=_("Time"),
            required=False,
            choices=[("", gettext("no time: take it out")), *slot_choices(mission)],
        )
        self.fields["table"] = forms.ChoiceField(
            label=_("Table"),
            required=False,
            choices=[
                ("", gettext("any free table")),
                *((each.pk, str(each)) for each in mission.meeting_tables.all()),
            ],
        )


class LateForm(forms.Form):
    """When somebody arrives who is late."""

    arrives = forms.ChoiceField(label=_("Arrives"))

    def __init__(self, mission: Mission, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["arrives"] = forms.ChoiceField(
            label=_("Is there from"), choices=slot_choices(mission)
        )


def days_of(mission: Mission) -> list[date]:
    """The days of a mission; those around today where none is known."""
    begins = mission.begins or timezone.localdate()
    ends = mission.ends or begins
    return [begins + timedelta(days=at) for at in range((ends - begins).days + 1)]


def slot_choices(mission: Mission) -> list[tuple[int, str]]:
    """The times for meetings by the clocks of the mission."""
    return [(each.pk, slot_label(each.begins, mission)) for each in mission.meeting_slots.all()]


def slot_label(begins: datetime, mission: Mission) -> str:
    """When a meeting begins, by the clocks of the mission."""
    return date_format(begins.astimezone(mission.zone), "D j M, H:i")
