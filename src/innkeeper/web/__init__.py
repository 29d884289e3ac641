"""Base templates, components, the htmx helper: no models."""
