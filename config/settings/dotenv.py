"""The local `.env`, read before the settings that people run; tests leave it alone.

What the environment already says wins.
"""

from pathlib import Path

import environ

environ.Env.read_env(Path(__file__).resolve().parents[2] / ".env")
