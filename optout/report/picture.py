"""The part of a picture that matters: a strip around the control, with where to draw the frame."""

import base64
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from optout.browser.window import VIEWPORT
from optout.model import Box

_WIDTH = 800  # of a strip, in CSS pixels: the label of a switch stands on its line
_MARGIN = 36  # around the controls
_TALLEST = 420
_PAD = 6  # between a control and its frame
_LARGE = 24_000  # bytes; beyond that a strip is no drawing but a photograph


@dataclass(frozen=True, slots=True)
class View:
    """A part of a picture.

    Attributes:
        data: a data: address.
        width: in CSS pixels.
        height: in CSS pixels.
        frames: where the controls are, from the part's top left.
        side: which side a narrow page has to show: "xMin", "xMid" or "xMax".
    """

    data: str
    width: int
    height: int
    frames: tuple[Box, ...] = ()
    side: str = "xMid"


def view(file: Path, boxes: Sequence[Box], sha256: str) -> View | str:
    """The part around some controls, or the top of the picture where there are none; or why it cannot be shown.

    Args:
        file: the picture, a PNG of a window as wide as VIEWPORT.
        boxes: where the controls are.
        sha256: which it had when it was taken; empty where nobody knows.
    """
    try:
        png = file.read_bytes()
    except OSError:
        return f"The picture {file.name} is no longer there."
    if sha256 and (found := hashlib.sha256(png).hexdigest()) != sha256:
        return f"The picture {file.name} is not the one that was taken: its SHA-256 is now {found}."
    try:
        with Image.open(io.BytesIO(png)) as picture:
            return _part(picture, boxes)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return f"The picture {file.name} is damaged."


def whole(file: Path) -> str:
    """A picture as a data: address; empty where the file is gone."""
    try:
        return _address("png", file.read_bytes())
    except OSError:
        return ""


def _part(picture: Image.Image, boxes: Sequence[Box]) -> View:
    scale = picture.width / VIEWPORT["width"]
    size = Box(0, 0, VIEWPORT["width"], picture.height / scale)
    inside = [one for one in boxes if _within(one, size)]
    left, top, right, bottom = _around(inside, size) if inside else (0.0, 0.0, size.width, min(size.height, 480.0))
    edges = (round(left * scale), round(top * scale), round(right * scale), round(bottom * scale))
    part = picture.crop(edges).convert("RGB")
    if not inside and part.width > _WIDTH:  # a whole page: what it says matters, not each letter
        part = part.resize((_WIDTH, max(1, round(part.height * _WIDTH / part.width))), Image.Resampling.LANCZOS)
    frames = tuple(
        Box(one.x - left - _PAD, one.y - top - _PAD, one.width + 2 * _PAD, one.height + 2 * _PAD) for one in inside
    )
    return View(
        _encoded(part), max(1, round(right - left)), max(1, round(bottom - top)), frames, _side(frames, right - left)
    )


def _within(box: Box, size: Box) -> bool:
    middle, centre = box.x + box.width / 2, box.y + box.height / 2
    return 0 <= middle <= size.width and 0 <= centre <= size.height


def _around(boxes: Sequence[Box], size: Box) -> tuple[float, float, float, float]:
    """The edges of the strip: its width goes to the side on which the label stands."""
    left, right = min(one.x for one in boxes), max(one.x + one.width for one in boxes)
    top, bottom = min(one.y for one in boxes) - _MARGIN, max(one.y + one.height for one in boxes) + _MARGIN
    if (left + right) / 2 > size.width / 2:
        right = min(right + _MARGIN, size.width)
        left = max(min(right - _WIDTH, left - _MARGIN), 0)
    else:
        left = max(left - _MARGIN, 0)
        right = min(max(left + _WIDTH, right + _MARGIN), size.width)
    top = max(top, 0)
    return left, top, right, min(bottom, size.height, top + _TALLEST)


def _side(frames: Sequence[Box], width: float) -> str:
    if not frames:
        return "xMid"
    middle = sum(one.x + one.width / 2 for one in frames) / len(frames) / width
    return "xMin" if middle < 1 / 3 else "xMax" if middle > 2 / 3 else "xMid"


def _encoded(part: Image.Image) -> str:
    out = io.BytesIO()
    part.save(out, "png")
    if out.tell() <= _LARGE:
        return _address("png", out.getvalue())
    out = io.BytesIO()
    part.save(out, "jpeg", quality=82)
    return _address("jpeg", out.getvalue())


def _address(kind: str, content: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
