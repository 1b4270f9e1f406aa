"""Ratings: from indicators to stars, by rules that can be read and changed."""
