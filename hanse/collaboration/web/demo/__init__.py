"""The fictitious side of Collaboration on a demo: profiles, offers, agreements, consortia."""
