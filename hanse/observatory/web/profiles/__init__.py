"""What the pages of regions, categories, clusters and industries show."""
