"""Evidence that others can check: what a run saw, signed, chained to the runs before, and stamped with the time."""
