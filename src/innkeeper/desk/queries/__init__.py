"""Reads of the composed pages: each puts together what the rooms below answer."""
