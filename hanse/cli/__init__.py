"""The `hanse` command: a thin shell over the library."""
