"""Find, read and turn the controls that hold a setting; one small module for each kind."""
