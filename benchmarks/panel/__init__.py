"""The panel pipeline (indicators, stars, relatedness) against the same in pandas."""
