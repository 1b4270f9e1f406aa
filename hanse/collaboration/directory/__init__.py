"""The directory's rules: tiers, completeness, freshness, members, duplicates, ratings, imports."""
