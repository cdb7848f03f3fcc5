"""The strip around a control: from real pictures, in the right place, and never one that is not the picture taken."""

import base64
import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from optout.model import Box
from optout.report.picture import View, view, whole

SWITCH = Box(1107, 361.6875, 48, 26)
RED = (200, 0, 0)


def kept(folder: Path, *boxes: Box, scale: float = 1, size: tuple[int, int] = (1280, 800)) -> tuple[Path, str]:
    """A picture in which the controls are red, and its SHA-256."""
    picture = Image.new("RGB", (round(size[0] * scale), round(size[1] * scale)), "white")
    pen = ImageDraw.Draw(picture)
    for box in boxes:
        edges = (box.x, box.y, box.x + box.width, box.y + box.height)
        pen.rectangle([round(edge * scale) for edge in edges], fill=RED)
    file = folder / "shot.png"
    picture.save(file)
    return file, hashlib.sha256(file.read_bytes()).hexdigest()


def shown(part: View | str) -> Image.Image:
    """The pixels of a part."""
    assert isinstance(part, View), part
    return Image.open(io.BytesIO(base64.b64decode(part.data.partition(",")[2]))).convert("RGB")


@pytest.mark.parametrize("scale", [1, 1.5, 2])
@pytest.mark.parametrize(
    ("box", "side"), [(SWITCH, "xMax"), (Box(60, 300, 20, 20), "xMin"), (Box(1270, 795, 8, 4), "xMax")]
)
def test_the_frame_stands_around_the_control(tmp_path: Path, box: Box, side: str, scale: float) -> None:
    """In the middle of the frame is the control, outside of it is not, and a narrow page keeps to its side."""
    part = view(*_swapped(kept(tmp_path, box, scale=scale), box))
    assert isinstance(part, View)
    (frame,) = part.frames
    pixels = shown(part)
    assert pixels.size == (round(part.width * scale), round(part.height * scale))
    middle = round((frame.x + frame.width / 2) * scale), round((frame.y + frame.height / 2) * scale)
    assert pixels.getpixel(middle) == RED
    outside = round((frame.x - 2) * scale), middle[1]
    assert pixels.getpixel(outside) == (255, 255, 255)
    assert part.side == side
    assert part.width <= 900
    assert part.height < 120


def _swapped(file: tuple[Path, str], *boxes: Box) -> tuple[Path, tuple[Box, ...], str]:
    return file[0], boxes, file[1]


def test_a_strip_holds_every_control_of_the_page(tmp_path: Path) -> None:
    """Where a setting has several switches, all of them are shown and framed."""
    boxes = (Box(1107, 200, 48, 26), Box(1107, 260, 48, 26), Box(1107, 320, 48, 26))
    part = view(*_swapped(kept(tmp_path, *boxes), *boxes))
    assert isinstance(part, View)
    assert len(part.frames) == 3
    assert part.height == 36 + 146 + 36


def test_without_a_control_the_page_is_shown(tmp_path: Path) -> None:
    """A page that was not recognised is shown from its top, and has no frame; neither has a control outside of it."""
    for boxes in ((), (Box(-50, 9000, 5, 5),)):
        part = view(*_swapped(kept(tmp_path), *boxes))
        assert isinstance(part, View)
        assert (part.width, part.height, part.frames) == (1280, 480, ())
        assert shown(part).width == 800


def test_a_picture_that_was_changed_is_not_shown(tmp_path: Path) -> None:
    """One byte more is another picture: the sentence says so and names what its hash is now."""
    file, sha256 = kept(tmp_path, SWITCH)
    assert isinstance(view(file, (SWITCH,), sha256), View)
    file.write_bytes(file.read_bytes() + b"!")
    now = hashlib.sha256(file.read_bytes()).hexdigest()
    assert view(file, (SWITCH,), sha256) == (
        f"The picture shot.png is not the one that was taken: its SHA-256 is now {now}."
    )


@pytest.mark.parametrize("raw", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n" + b"\0" * 99])
def test_a_damaged_picture_is_one_sentence(tmp_path: Path, raw: bytes) -> None:
    """No traceback, whatever the file holds."""
    file = tmp_path / "shot.png"
    file.write_bytes(raw)
    assert view(file, (SWITCH,), "") == "The picture shot.png is damaged."


def test_half_a_picture_is_damaged(tmp_path: Path) -> None:
    """A file that ends in the middle is not shown as if it were whole."""
    file, _ = kept(tmp_path, SWITCH)
    file.write_bytes(file.read_bytes()[:-40])
    assert view(file, (SWITCH,), "") == "The picture shot.png is damaged."


def test_a_strip_that_is_a_photograph_stays_small(tmp_path: Path) -> None:
    """Thousands of colours do not make a report of many megabytes."""
    noise = Image.effect_noise((1280, 800), 90).convert("RGB")
    noise.save(tmp_path / "shot.png")
    part = view(tmp_path / "shot.png", (SWITCH,), "")
    assert isinstance(part, View)
    assert part.data.startswith("data:image/jpeg;base64,")
    assert len(part.data) < 80_000


def test_the_whole_picture_is_the_file(tmp_path: Path) -> None:
    """Not a pixel of it is touched; one that is gone is empty."""
    file, _ = kept(tmp_path, SWITCH)
    assert base64.b64decode(whole(file).partition(",")[2]) == file.read_bytes()
    assert whole(tmp_path / "gone.png") == ""
