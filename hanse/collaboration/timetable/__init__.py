"""Meetings of a mission: who meets whom, when and where, with proof; plain Python, no web."""
