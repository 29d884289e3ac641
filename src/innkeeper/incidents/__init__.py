"""Incidents of many rooms, and the action card of life safety."""
