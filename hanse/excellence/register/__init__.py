"""The public register of labels: a chain of entries, what they say of a day, and its statistics."""
