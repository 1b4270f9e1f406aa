"""Protection of answers: which statistics of which groups may be shown."""
