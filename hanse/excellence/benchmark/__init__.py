"""Comparison with peers: groups, percentiles, what may be shown, and what a report holds."""
