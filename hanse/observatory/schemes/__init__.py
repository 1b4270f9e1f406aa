"""Cluster categories: schemes as data files, their loader, and aggregation to categories."""
