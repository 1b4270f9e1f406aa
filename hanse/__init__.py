"""Hanse: one system for running cluster policy."""
