"""Checking engagement records by the rules in `shapes/`.

- `sources`: inputs to records, `lines`: the lines of Turtle
- `rules`: the rules as data, `manual`: their pages
- `engine`: what an engine is, `pyshacl_engine`: the one of today, which keeps a `worker` process where pySHACL is the
  `judge`; `rdflib_terms` and `shape_words` serve it
- `trace`: from results to places, `explain`: from results to findings, `messages`: what constraints say that say
  nothing themselves, `codes`: did you mean
- `program_rules`: what SHACL can not state
- `run`: all of it in one call
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from taonto.validation.manual import rule_pages, shape_graphs
    from taonto.validation.program_rules import Options
    from taonto.validation.rules import Catalogue, Rule, fault_kinds
    from taonto.validation.run import validate

__all__ = ["Catalogue", "Options", "Rule", "fault_kinds", "rule_pages", "shape_graphs", "validate"]

# Imported when first asked for: the worker processes need little of it, and start the sooner.
_WHERE = {
    "Catalogue": "rules",
    "Options": "program_rules",
    "Rule": "rules",
    "fault_kinds": "rules",
    "rule_pages": "manual",
    "shape_graphs": "manual",
    "validate": "run",
}


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module 'taonto.validation' has no attribute '{name}'")
    return getattr(importlib.import_module(f"taonto.validation.{_WHERE[name]}"), name)
