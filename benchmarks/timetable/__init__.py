"""Timetables of meetings: published instances, peers, growth, selection."""
