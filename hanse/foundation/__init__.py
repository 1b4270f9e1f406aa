"""What the pillars share: geography, industry classifications, reference lists, errors."""
