"""Tables of the Observatory as files for other programs, one module a format."""
