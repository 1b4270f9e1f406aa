"""Consortia of cluster organisations: rules of calls, composing, states, and their strategy."""
