"""Seeded synthetic regional statistics, written in Eurostat's wire format."""
