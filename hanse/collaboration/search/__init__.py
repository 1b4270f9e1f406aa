"""Search over the organisations of the directory: words, facets, order, suggestions."""
