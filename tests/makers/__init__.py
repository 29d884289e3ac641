"""Plain factories with flags, one file per app."""
