"""Wires the pillars' web parts into one Django site: settings, addresses, the server's entry."""
