"""taonto: the shared language of technical assistance, and the tools that work with it.

`taonto.load()`, `taonto.validate()`, `taonto.query()` and `taonto.analyze()` do what the commands do.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from taonto.edition import load_edition as load
    from taonto.queries import answer as query
    from taonto.report.analysis.report import analyze
    from taonto.validation.run import validate

__all__ = ["__version__", "analyze", "load", "query", "validate"]
__version__ = "0.1.0"

# Each is imported when it is first asked for: `import taonto` costs nothing.
_WHERE = {
    "analyze": ("taonto.report.analysis.report", "analyze"),
    "load": ("taonto.edition", "load_edition"),
    "query": ("taonto.queries", "answer"),
    "validate": ("taonto.validation.run", "validate"),
}


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module 'taonto' has no attribute '{name}'")
    module, attribute = _WHERE[name]
    return getattr(importlib.import_module(module), attribute)
