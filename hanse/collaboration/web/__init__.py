"""The pages of Collaboration."""
