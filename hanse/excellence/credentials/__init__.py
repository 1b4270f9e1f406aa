"""Labels and certificates as signed badges: issuing, keys, status lists, baking, verification."""
