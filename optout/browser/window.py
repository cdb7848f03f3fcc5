"""The size of the window in which pages are read and pictured, in CSS pixels."""

VIEWPORT = {"width": 1280, "height": 800}
