"""Everything between the program and a browser: find one, open an account's profile, fence it, and drive one tab."""
