"""The part of Collaboration in the REST API under /api/v1/."""
