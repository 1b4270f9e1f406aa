"""Steps of the database; Django looks for them here."""
