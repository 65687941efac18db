"""Data files that come with the code."""

from pathlib import Path
from typing import Any

import yaml

# The parser in C, where PyYAML was built with it: each migration reads these files.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), LOADER)
