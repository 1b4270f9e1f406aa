"""Forms of Excellence."""
