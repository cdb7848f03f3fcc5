"""The scheduled re-check: one timer of the system fires once an hour, and the program knows whether anything is due."""
