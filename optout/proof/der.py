"""Put the certificates of a time stamp into the order that strict readers of DER insist on."""

from collections.abc import Iterator


def ordered(response: bytes) -> bytes:
    """The same TimeStampResp with its certificates sorted as X.690 (11.6) sorts a SET.

    OpenSSL writes them unsorted, and so do the authorities that use it; nothing signs their order.

    Raises:
        ValueError: it is not built as RFC 3161 (2.4.2) and RFC 5652 (5.1) say.
    """
    whole = _whole(response)
    if len(list(_parts(response, whole))) == 1:
        return response  # a refusal has no token
    token = _child(response, whole, 1, 0x30)
    signed = _child(response, _child(response, token, 1, 0xA0), 0, 0x30)
    for tag, start, body, end in _parts(response, signed):
        if tag == 0xA0:
            found = [response[begin:last] for _, begin, _, last in _parts(response, (tag, start, body, end))]
            return response[:body] + b"".join(sorted(found)) + response[end:]
    return response


_Part = tuple[int, int, int, int]  # its tag, where it begins, where its content begins, where it ends


def _whole(data: bytes) -> _Part:
    part = _part(data, 0, len(data))
    if part[0] != 0x30 or part[3] != len(data):
        raise ValueError("not one SEQUENCE")
    return part


def _child(data: bytes, parent: _Part, place: int, tag: int) -> _Part:
    parts = list(_parts(data, parent))
    if len(parts) <= place or parts[place][0] != tag:
        raise ValueError("another structure")
    return parts[place]


def _parts(data: bytes, parent: _Part) -> Iterator[_Part]:
    _, _, at, end = parent
    while at < end:
        part = _part(data, at, end)
        yield part
        at = part[3]


def _part(data: bytes, start: int, limit: int) -> _Part:
    if start + 2 > limit:
        raise ValueError("cut off")
    body, size = start + 2, data[start + 1]
    if size > 0x7F:  # a long length; 0x80 is one that is not known beforehand, which DER forbids
        body += size & 0x7F
        size = int.from_bytes(data[start + 2 : body]) if body > start + 2 else limit
    if body + size > limit:
        raise ValueError("cut off")
    return data[start], start, body, body + size
