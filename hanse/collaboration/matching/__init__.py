"""Partner search: offers and needs, expressions of interest, and who is recommended to whom."""
