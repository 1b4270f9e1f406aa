"""The register's part of the REST API under /api/v1/."""
