"""What the screens of rooms, stays and imports take in. Rules stand in the actions; here is only the shape."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from innkeeper.kernel.days import was_skipped
from innkeeper.kernel.errors import InvalidInput
from innkeeper.stays.models import (
    DETAIL_WORDS,
    booking_types,
    correctable,
    import_kinds,
    inspection_wishes,
    loan_ends,
    loans,
    states,
)
from innkeeper.stays.rules.departures import BY_HAND
from innkeeper.stays.rules.import_rows import Kind
from innkeeper.stays.rules.rooms import OFF_SALE
from innkeeper.web.days import DayField

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def moment(on: date, at_hour: time, zone: str, *, field: str = "hour") -> datetime:
    """A local day and hour as a moment. Raises InvalidInput for `field` where a night in spring leaves the hour out."""
    found = datetime.combine(on, at_hour, tzinfo=ZoneInfo(zone))
    if was_skipped(found):
        said = _("The clocks went forward over this time. Give another one.")
        raise InvalidInput(str(said), fields={field: str(said)})
    return found


def next_moment(hour: time, *, now: datetime, zone: str, field: str = "hour") -> datetime:
    """The next time the clock on the wall shows this hour. Raises InvalidInput as `moment`."""
    local = now.astimezone(ZoneInfo(zone))
    if datetime.combine(local.date(), hour) > local.replace(tzinfo=None):
        return moment(local.date(), hour, zone, field=field)
    return moment(local.date() + timedelta(days=1), hour, zone, field=field)


class StateForm(forms.Form):
    """A room's next state."""

    state = forms.ChoiceField(label=_("State"), choices=states)
    reason = forms.CharField(label=_("Reason"), max_length=60, required=False)


class OffSaleForm(forms.Form):
    """A room is taken off sale: why and until when."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=lambda: [(key, word) for key, word in states() if key in OFF_SALE],
    )
    reason = forms.CharField(label=_("Reason"), max_length=60)
    back_on = DayField(label=_("Back on"), required=False, widget=DAY)


class QuietForm(forms.Form):
    """Until when nobody disturbs the guest."""

    until = forms.TimeField(label=_("No contact before"), widget=HOUR)


class RoomForm(forms.Form):
    """A room for a stay."""

    room = forms.CharField(label=_("Room"), max_length=10)


class MoveForm(RoomForm):
    """A room move."""

    reason = forms.CharField(label=_("Reason"), max_length=40)


class DepartureForm(forms.Form):
    """A new departure: the day, and for a late check-out the hour."""

    departure_on = DayField(label=_("Departure"), widget=DAY)
    hour = forms.TimeField(
        label=_("Late check-out until"),
        required=False,
        widget=HOUR,
        help_text=_("Empty: the hotel's hour of departure."),
    )


class LoanForm(forms.Form):
    """Something lent."""

    item = forms.ChoiceField(label=_("Item"), choices=loans)
    count = forms.IntegerField(label=_("Pieces"), initial=1, min_value=1, max_value=20)
    note = forms.CharField(label=_("Note"), max_length=60, required=False)


class LoanEndForm(forms.Form):
    """How a loan ends."""

    ended_as = forms.ChoiceField(choices=loan_ends)


class CorrectionForm(forms.Form):
    """A wrong detail, what is right, and the apology."""

    field = forms.ChoiceField(label=_("What was wrong"), choices=correctable)
    new_value = forms.CharField(
        label=_("What is right"), max_length=40, help_text=_("A day as 2026-03-14, a room as 1208.")
    )
    apology = forms.CharField(label=_("Apology, as said to the guest"), max_length=200)


class AmenityForm(forms.Form):
    """Something brought to the room."""

    what = forms.CharField(label=pgettext_lazy("amenity", "What"), max_length=80)
    hour = forms.TimeField(label=_("In the room by"), widget=HOUR)


class StayForm(forms.Form):
    """A booking taken at the desk."""

    arrival_on = DayField(label=_("Arrival"), widget=DAY)
    departure_on = DayField(label=_("Departure"), widget=DAY)
    eta = forms.TimeField(label=_("Expected at"), required=False, widget=HOUR)
    booking_type = forms.ChoiceField(label=_("Booking type"), choices=booking_types)
    room_type_code = forms.CharField(label=_("Room type"), max_length=20, required=False)
    adults = forms.IntegerField(label=_("Adults"), initial=1, min_value=1, max_value=12)
    children = forms.IntegerField(label=_("Children"), initial=0, min_value=0, max_value=12)


class WishesForm(forms.Form):
    """How the hotel wants its rooms kept and left."""

    inspects = forms.ChoiceField(label=_("Inspect a room that a guest leaves"), choices=inspection_wishes)
    linen_every_days = forms.IntegerField(
        label=_("Change linen every so many days"), min_value=1, max_value=14
    )
    rush_minutes = forms.IntegerField(label=_("Minutes for a rush room"), min_value=5, max_value=240)
    details = forms.MultipleChoiceField(
        label=_("Settled before the record of a stay is closed"),
        required=False,
        choices=lambda: [(one.value, DETAIL_WORDS[one]) for one in BY_HAND],
        widget=forms.CheckboxSelectMultiple,
    )


class UploadForm(forms.Form):
    """A file of stays or of room states."""

    kind = forms.ChoiceField(label=_("What the file holds"), choices=import_kinds, initial=Kind.STAYS.value)
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV (UTF-8 or GBK) or XLSX, at most 20 MB, headings in the first row."),
    )
