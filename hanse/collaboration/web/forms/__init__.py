"""Forms of Collaboration."""
