"""The Observatory's pages, API and exports."""
