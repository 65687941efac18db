"""The script that other sites load, as it is served and as they check it.

Each version has its own address, and a published version never changes: the
`integrity` that a town hall pasted would refuse it. A correction is a new folder.
"""

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = "nivernais-listings.js"
LATEST = "v1"


@dataclass(frozen=True)
class Component:
    content: bytes

    @property
    def integrity(self) -> str:
        """What a browser compares the file with (W3C Subresource Integrity)."""
        digest = hashlib.sha384(self.content).digest()
        return f"sha384-{base64.b64encode(digest).decode()}"

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:32]}"'


@cache
def components() -> dict[str, Component]:
    """Every published version, by name: the folders beside this module."""
    files = Path(__file__).parent.glob(f"v*/{FILE}")
    return {file.parent.name: Component(file.read_bytes()) for file in files}
