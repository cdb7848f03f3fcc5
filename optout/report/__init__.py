"""What a person or a script gets to see of a run: live lines, a table, a JSON document, an HTML page."""
