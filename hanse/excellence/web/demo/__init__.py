"""The fictitious side of Excellence on a demo: people, trainings, certificates, projects, files."""
