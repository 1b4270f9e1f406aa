"""Downloads from Eurostat's dissemination API: paged, patient, resumable, with a manifest."""
