"""Old engines as phones have them, from npm: `make engines` fetches them, tests without one are skipped.

They are unpatched and only ever open pages of this machine.
"""

import io
import tarfile
from pathlib import Path

import brotli
import pytest

FOLDER = Path(__file__).parent
VERSIONS = (92, 114, 132)


def engine(version: int) -> str:
    """Return the path of an old Chromium, unpacked when first asked for."""
    packed = FOLDER / f"node_modules/chromium-{version}/bin"
    if not packed.exists():
        pytest.skip(f"Chromium {version} is not here: make engines")
    place = FOLDER / f"unpacked/{version}"
    program = place / "chromium"
    if not program.exists():
        place.mkdir(parents=True, exist_ok=True)
        graphics = brotli.decompress((packed / "swiftshader.tar.br").read_bytes())
        with tarfile.open(fileobj=io.BytesIO(graphics)) as parts:
            parts.extractall(place, filter="data")
        half = place / "half"
        half.write_bytes(brotli.decompress((packed / "chromium.br").read_bytes()))
        half.chmod(0o755)
        half.rename(program)
    return str(program)
