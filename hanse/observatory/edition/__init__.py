"""Editions: the only place where the steps from raw file to rated clusters meet."""
