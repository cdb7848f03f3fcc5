"""Run records: written as a run goes, read whole or at a glance, followed over time, and thinned."""
