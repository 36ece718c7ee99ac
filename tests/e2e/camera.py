"""Pictures as a camera leaves them: with place, device, thumbnail and a turned orientation."""

import struct
from collections.abc import Sequence

GPS_MARK = b"N30.6586E104.0647"
SERIAL = b"SN-7788-SECRET"
XMP = b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>where it was taken</x:xmpmeta>"
Entry = tuple[int, int, int, bytes]


def with_metadata(jpeg: bytes, orientation: int) -> bytes:
    """Return a JPEG with EXIF (orientation 1..8, GPS, serial number, a thumbnail) and XMP put in."""
    assert jpeg[:2] == b"\xff\xd8"
    return b"".join([
        jpeg[:2], _segment(b"Exif\x00\x00" + _exif(orientation)), _segment(XMP), jpeg[2:],
    ])  # fmt: skip


def metadata_in(body: bytes) -> list[str]:
    """Return what a picture carries beside its pixels; JPEG's own header counts as nothing."""
    if body[:3] == b"\xff\xd8\xff":
        return [name for name in _jpeg_segments(body) if name not in ("APP0", "")]
    assert body[:4] + body[8:12] == b"RIFFWEBP", "no picture at all"
    return [name for name in _webp_chunks(body) if name not in ("VP8 ", "VP8L", "VP8X", "ALPH")]


def _segment(body: bytes) -> bytes:
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _exif(orientation: int) -> bytes:
    """Build little-endian TIFF: IFD0, a GPS directory, an IFD1 with a thumbnail."""
    gps_at, thumbnail_at = 1000, 2000
    first: list[Entry] = [
        (0x010F, 2, len(SERIAL), struct.pack("<I", 500)),
        (0x0112, 3, 1, struct.pack("<HH", orientation, 0)),
        (0x8825, 4, 1, struct.pack("<I", gps_at)),
    ]
    gps: list[Entry] = [(0x001D, 2, len(GPS_MARK), struct.pack("<I", gps_at + 100))]
    thumbnail = b"\xff\xd8\xff\xd9" + b"un-cropped"
    second: list[Entry] = [
        (0x0201, 4, 1, struct.pack("<I", thumbnail_at)),
        (0x0202, 4, 1, struct.pack("<I", len(thumbnail))),
    ]
    image = bytearray(thumbnail_at + len(thumbnail))
    image[:8] = b"II*\x00" + struct.pack("<I", 8)
    for place, body in (
        (8, _directory(first, after=200)), (200, _directory(second, after=0)),
        (500, SERIAL), (gps_at, _directory(gps, after=0)), (gps_at + 100, GPS_MARK),
        (thumbnail_at, thumbnail),
    ):  # fmt: skip
        image[place : place + len(body)] = body
    return bytes(image)


def _directory(entries: Sequence[Entry], *, after: int) -> bytes:
    rows = [struct.pack("<HHI", tag, kind, count) + value for tag, kind, count, value in entries]
    return struct.pack("<H", len(rows)) + b"".join(rows) + struct.pack("<I", after)


def _jpeg_segments(body: bytes) -> list[str]:
    """Return APPn and COM by name, "" for any other, up to the pixels."""
    found, at = [], 2
    while body[at] == 0xFF and body[at + 1] != 0xDA:
        mark = body[at + 1]
        name = "COM" if mark == 0xFE else f"APP{mark - 0xE0}" if 0xE0 <= mark <= 0xEF else ""
        found.append(name)
        at += 2 + struct.unpack(">H", body[at + 2 : at + 4])[0]
    return found


def _webp_chunks(body: bytes) -> list[str]:
    found, at = [], 12
    while at < len(body):
        found.append(body[at : at + 4].decode())
        size = struct.unpack("<I", body[at + 4 : at + 8])[0]
        at += 8 + size + size % 2
    return found
