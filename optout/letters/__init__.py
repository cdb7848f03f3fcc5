"""Letters: a draft to a service or an authority, with what the record holds, for the person to read, edit and send."""
