"""Notices: what is news after a run, and telling it to the person and to a monitor."""
