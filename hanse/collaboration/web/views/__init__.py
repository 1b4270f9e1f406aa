"""The pages of Collaboration: a module for each kind of page."""
