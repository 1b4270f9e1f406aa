"""Indicators: pure functions from tidy table to figure, one module per family."""
