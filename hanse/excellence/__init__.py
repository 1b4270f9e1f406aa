"""Pillar 2: benchmarking of cluster organisations, labels, trainings, certificates, credentials."""
