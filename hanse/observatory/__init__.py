"""Pillar 1: from official statistics to indicators, ratings and dated editions."""
