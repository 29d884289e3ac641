"""Tests of how PostgreSQL is spoken to."""
