"""Reading packed LevelDB tables: enough of Snappy and of the table format to search them."""

from collections.abc import Iterator

FOOTER, TRAILER = 48, 5  # bytes at the end of a table, and after each block
PACKED = 1


def unpacked(table: bytes) -> bytes:
    """Return the content of all packed blocks of a table, one after the other."""
    footer = table[-FOOTER:]
    at = _skip_handle(footer, 0)
    index = _block(table, *_handle(footer, at)[:2])
    return b"".join(_block(table, *_handle(value, 0)[:2]) for value in _values(index))


def _block(table: bytes, offset: int, size: int) -> bytes:
    body, kind = table[offset : offset + size], table[offset + size]
    return decode(body) if kind == PACKED else body


def _values(block: bytes) -> Iterator[bytes]:
    """Yield the values of a block: (shared, own, length of value, rest of key, value)."""
    restarts = int.from_bytes(block[-4:], "little")
    at, end = 0, len(block) - 4 - 4 * restarts
    while at < end:
        _, at = _number(block, at)
        own, at = _number(block, at)
        length, at = _number(block, at)
        yield block[at + own : at + own + length]
        at += own + length


def _handle(data: bytes, at: int) -> tuple[int, int, int]:
    offset, at = _number(data, at)
    size, at = _number(data, at)
    return offset, size, at


def _skip_handle(data: bytes, at: int) -> int:
    return _handle(data, at)[2]


def _number(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def decode(data: bytes) -> bytes:
    """Unpack a Snappy block: literals, and copies of what came before."""
    _, at = _number(data, 0)
    out = bytearray()
    while at < len(data):
        tag = data[at]
        at += 1
        if tag & 3 == 0:
            length = tag >> 2
            if length >= 60:
                wide = length - 59
                length = int.from_bytes(data[at : at + wide], "little")
                at += wide
            out += data[at : at + length + 1]
            at += length + 1
            continue
        if tag & 3 == 1:
            length, back = (tag >> 2 & 7) + 4, (tag >> 5) << 8 | data[at]
            at += 1
        else:
            wide = 2 if tag & 3 == 2 else 4
            length, back = (tag >> 2) + 1, int.from_bytes(data[at : at + wide], "little")
            at += wide
        for _ in range(length):
            out.append(out[-back])
    return bytes(out)
