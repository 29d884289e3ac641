"""PostgreSQL as Django speaks to it, moments read faster: the ENGINE of the house where it does not run on SQLite."""
