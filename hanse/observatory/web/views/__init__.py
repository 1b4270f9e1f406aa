"""What each page shows, a module a kind of page."""
