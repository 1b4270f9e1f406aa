"""What every page stands on: accounts, organisations, audit log, layout and components."""
