"""Memoranda of understanding and other agreements: dates, states and steps, obligations, alerts."""
