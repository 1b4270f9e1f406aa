"""What is asked of cluster organisations and how it is scored: questionnaires and label schemes."""
