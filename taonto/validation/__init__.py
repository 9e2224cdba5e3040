"""Checking engagement records by the rules in `shapes/`.

- `sources`: inputs to records, `lines`: the lines of Turtle
- `rules`: the rules as data, `manual`: their pages
- `engine`: what an engine is, `pyshacl_engine` with `worker`: the one of today
- `trace`: from results to places, `explain`: from results to findings, `codes`: did you mean
- `program_rules`: what SHACL can not state
- `run`: all of it in one call
"""

from taonto.validation.program_rules import Options
from taonto.validation.manual import rule_pages, shape_files
from taonto.validation.rules import Catalogue, Rule, fault_kinds
from taonto.validation.run import validate

__all__ = ["Catalogue", "Options", "Rule", "fault_kinds", "rule_pages", "shape_files", "validate"]
