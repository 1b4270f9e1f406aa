"""Meetings of a mission: from what its people ask for to a timetable's problem, and back."""
