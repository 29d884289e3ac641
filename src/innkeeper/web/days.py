"""A field for a day, in every form of the house."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from innkeeper.kernel.days import FIRST, LAST


class DayField(forms.DateField):
    """A day that a hotel can mean: year 1 and year 9999 are refused by the field's name."""

    default_validators = [MinValueValidator(FIRST), MaxValueValidator(LAST)]
