"""taonto: the shared language of technical assistance, and the tools that work with it.

`dir(taonto)` lists the public names; docs/api.md describes them. Each is imported when it is first used, so that
`import taonto` costs nothing.
"""

import importlib
from typing import TYPE_CHECKING

from taonto.base.version import __version__

if TYPE_CHECKING:
    from taonto.api import analyze, load, query, validate

__all__ = ["__version__", "analyze", "load", "query", "validate"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'taonto' has no attribute '{name}'")
    return getattr(importlib.import_module("taonto.api"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
