"""What stands in for cells that the statistical office left blank, always flagged."""
