"""Files that come in: what they are by content, how large a picture is, a copy without anything but the picture."""

import io
from dataclasses import dataclass

import puremagic
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from innkeeper.kernel.errors import InvalidInput

BYTE_LIMIT = 12 * 1024 * 1024
PIXEL_LIMIT = 40_000_000
DISPLAY_EDGE = 1600
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
OTHERS = frozenset({"application/pdf", "audio/mpeg", "audio/x-wav", "audio/wav", "video/mp4"})


@dataclass(frozen=True, slots=True, repr=False)
class Piece:
    """A file as it may be kept: its type by content; for a picture its size and the copy to show."""

    content_type: str
    width: int | None = None
    height: int | None = None
    display: bytes | None = None


def piece_of(content: bytes) -> Piece:
    """Look at a file. Raises: InvalidInput for one that is empty, too large, of another type, or no picture at all."""
    if not content:
        raise _refusal(_("The file is empty."))
    if len(content) > BYTE_LIMIT:
        raise _refusal(_("The file is larger than %(limit)d MB.") % {"limit": BYTE_LIMIT // 1024 // 1024})
    content_type = _type_of(content)
    if content_type in OTHERS:
        return Piece(content_type)
    if content_type not in PICTURES:
        raise _refusal(_("Only pictures, PDF, sound and video are taken."))
    return _picture(content, content_type)


def _type_of(content: bytes) -> str:
    try:
        guesses = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return ""
    kinds = [str(guess.mime_type) for guess in guesses]
    return next((kind for kind in kinds if kind in PICTURES or kind in OTHERS), "")


def _picture(content: bytes, content_type: str) -> Piece:
    try:
        with Image.open(io.BytesIO(content), formats=[PICTURES[content_type]]) as image:
            width, height = image.size
            if width * height > PIXEL_LIMIT:
                raise _refusal(_("The picture has too many pixels."))
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((DISPLAY_EDGE, DISPLAY_EDGE))
            bare = Image.frombytes("RGB", upright.size, upright.tobytes())
            copy = io.BytesIO()
            bare.save(copy, format="JPEG", quality=82)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as broken:
        raise _refusal(_("The picture cannot be read.")) from broken
    return Piece(content_type, width, height, copy.getvalue())


def _refusal(text: str) -> InvalidInput:
    return InvalidInput(text, fields={"file": text})
