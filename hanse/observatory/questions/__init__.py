"""What is asked of an edition: each module answers one kind of question, in SQL."""
