"""Pages that belong to no pillar: a module for each kind of page."""
