"""Pillar 3, Collaboration: directory, partner search, agreements, consortia and the journey."""
