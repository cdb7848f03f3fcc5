"""A text of a record as other programs can hold it: without the characters that XML, terminals and files cannot."""

import re

# what XML 1.0 has no place for (w3.org/TR/xml, 2.2 Char), lone surrogates among it, and a terminal may obey
_UNFIT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """The text with a replacement character for each one that cannot be held."""
    return _UNFIT.sub("\ufffd", text)
