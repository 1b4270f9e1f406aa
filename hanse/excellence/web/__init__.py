"""The pages of Excellence."""
