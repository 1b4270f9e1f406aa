"""The pages of Excellence: a module for each kind of page."""
