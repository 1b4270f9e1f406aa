"""What people do in Excellence, each an action that leaves an event in the audit log."""
