"""The composed pages, one file each."""
