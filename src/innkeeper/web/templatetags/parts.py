"""The components as template tags: icon, key tag, clock, priority."""

from django import template

register = template.Library()
