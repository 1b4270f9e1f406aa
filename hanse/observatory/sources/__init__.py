"""Readers: one module per wire format or publisher, raw file to tidy table."""
