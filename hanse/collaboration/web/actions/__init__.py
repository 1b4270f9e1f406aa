"""What people do in Collaboration, each an action that leaves an event in the audit log."""
