"""Everything that writes about people and organisations."""
