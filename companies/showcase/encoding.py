"""A picture as it came from a phone, made anew: upright, in sRGB, in a few widths, without what the camera noted.

Only pixels go over into what is kept. Place, camera, colour profile, comments and whatever else hides in the file
stay behind, so that it does not matter what else the file was.
"""

import struct
import threading
from dataclasses import dataclass
from io import BytesIO

import pi_heif
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError
from PIL.ImageFile import ImageFile

# Phones go up to 50 megapixels: 270 MB while a PNG of that size is decoded. WebP, which no camera writes, takes
# three times as much.
MOST_BYTES = 20 * 1_048_576
MOST_PIXELS = 50_000_000
MOST_PIXELS_OF_WEBP = 25_000_000
SHORTEST_SIDE = 64
WIDTHS = (400, 800, 1600)
TALLEST = 3200
READ = ("JPEG", "PNG", "WEBP", "HEIF")
QUALITY = 80
# EXIF's numbers for a picture that lies on its side.
LYING = (5, 6, 7, 8)
# One at a time in each process, or a few hands that send pictures together would fill the memory.
AT_ONCE = threading.BoundedSemaphore(1)
SRGB = ImageCms.createProfile("sRGB")
# What Pillow and the decoders behind it raise at damaged files.
DAMAGE = (OSError, SyntaxError, ValueError, struct.error, EOFError, IndexError, RuntimeError, MemoryError)

pi_heif.register_heif_opener(thumbnails=False)
# Looked at below, before a pixel is decoded, with a sentence of ours.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True)
class Encoded:
    """WebP bytes by width in pixels; `width` and `height` are those of the widest."""

    by_width: dict[int, bytes]
    width: int
    height: int


def encode(file: UploadedFile) -> Encoded:
    """Raises ValidationError, saying what to do, for anything but a whole picture of a size we take."""
    content = checked_bytes(file)
    try:
        with AT_ONCE, Image.open(BytesIO(content), formats=READ) as opened:
            refuse_size(opened)
            picture = upright(opened)
    except UnidentifiedImageError as error:
        raise ValidationError(not_a_picture(content)) from error
    except DAMAGE as error:
        raise ValidationError(
            _("The picture is damaged or not complete. Open it, save it again and choose that.")
        ) from error
    return in_widths(picture)


def checked_bytes(file: UploadedFile) -> bytes:
    size = file.size or 0
    if not size:
        raise ValidationError(_("The file is empty. Choose the picture again."))
    if size > MOST_BYTES:
        most = MOST_BYTES // 1_048_576
        raise ValidationError(
            _("The picture is larger than %(most)s MB. Send it in a smaller size.") % {"most": most}
        )
    return file.read()


def not_a_picture(content: bytes) -> str:
    if b"<svg" in content[:1024].lower():
        return _("This is a drawing (SVG). Save it as PNG and choose that.")
    return _("This is not a photo we can read. Choose a JPEG, PNG, WebP or HEIC picture.")


def refuse_size(picture: ImageFile) -> None:
    width, height = picture.size
    most = MOST_PIXELS_OF_WEBP if picture.format == "WEBP" else MOST_PIXELS
    if width * height > most:
        found = {"found": round(width * height / 1_000_000), "most": most // 1_000_000}
        raise ValidationError(
            _(
                "The picture has %(found)s megapixels; at most %(most)s can be shown. Send it in a smaller size."
            )
            % found
        )
    if min(width, height) < SHORTEST_SIDE:
        raise ValidationError(
            _("The picture is only %(width)s × %(height)s pixels. Choose a larger one.")
            % {"width": width, "height": height}
        )


def upright(opened: ImageFile) -> Image.Image:
    """Decoded, no wider than shown, and turned as it was held; a JPEG is decoded small at once.

    Made small first: turning the whole would hold two large ones in memory.
    """
    opened.draft(None, (WIDTHS[-1], WIDTHS[-1]))
    profile = opened.info.get("icc_profile")
    largest = (WIDTHS[-1], TALLEST)
    is_lying = opened.getexif().get(ExifTags.Base.Orientation) in LYING
    small = in_full_colours(opened)
    small.thumbnail(largest[::-1] if is_lying else largest, Image.Resampling.LANCZOS, reducing_gap=None)
    turned = ImageOps.exif_transpose(small)
    return in_srgb(turned, profile, "RGBA" if turned.has_transparency_data else "RGB")


def in_full_colours(opened: ImageFile) -> Image.Image:
    """What has a palette can only be made small without steps in its edges once it is none."""
    if opened.mode not in ("1", "P", "PA"):
        return opened
    return opened.convert("RGBA" if opened.has_transparency_data else "RGB")


def in_srgb(picture: Image.Image, profile: bytes | None, mode: str) -> Image.Image:
    """Phones photograph in wider colours; without its profile the picture would look pale."""
    if profile and picture.mode in ("RGB", "CMYK") and mode == "RGB":
        try:
            found = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, found, SRGB, outputMode="RGB")
            return converted or picture
        except (ImageCms.PyCMSError, *DAMAGE):
            pass
    return picture.convert(mode)


def in_widths(picture: Image.Image) -> Encoded:
    width, height = picture.size
    widths = [each for each in WIDTHS if each < width] + [width]
    shrunk = {each: shrunken(picture, each) for each in widths}
    return Encoded({each: webp(image) for each, image in shrunk.items()}, width, height)


def shrunken(picture: Image.Image, width: int) -> Image.Image:
    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def webp(picture: Image.Image) -> bytes:
    content = BytesIO()
    picture.save(content, "WEBP", quality=QUALITY, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return content.getvalue()
