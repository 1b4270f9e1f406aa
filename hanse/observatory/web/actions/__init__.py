"""What people do in the Observatory, each an action that leaves an event in the audit log."""
