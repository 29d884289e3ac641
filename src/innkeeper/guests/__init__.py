"""Guest files, preferences, consent."""
