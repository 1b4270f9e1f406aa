"""Trainings: courses, places, attendance, calibration, exams, field projects, calendar files."""
