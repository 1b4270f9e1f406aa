"""Addresses of the pages of Excellence."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = [
    # --- Benchmarking: answering, interview, next level
    # --- Benchmarking: reports and statistics
    # --- Labels: applications, assessments, board, appeals, schemes
    # --- Register and credentials
    # --- Trainings, certificates, programme projects
]
