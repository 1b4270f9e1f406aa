"""Maps of regions: boundaries, projection, tiles, and the classes figures are shown in."""
