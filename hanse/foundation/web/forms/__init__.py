"""Forms of the foundation, and how every form is shown."""
