"""Answers that HTTP has no word for: the site hangs up, at once or in the middle."""

from werkzeug.wrappers import Response


class HungUp(Exception):
    """Raised instead of an answer: the connection is closed after these bytes.

    Args:
        begin: what is sent before that.
        hold: wait until the other side hangs up first.
    """

    def __init__(self, begin: bytes = b"", hold: bool = False) -> None:
        super().__init__()
        self.begin = begin
        self.hold = hold


def head(response: Response, length: int) -> bytes:
    """The status line and headers of an answer whose body has this length in bytes, as they go over the wire."""
    lines = [f"HTTP/1.1 {response.status}", f"Content-Type: {response.content_type}", f"Content-Length: {length}"]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode()
