"""Checking engagement records by the rules in `shapes/`."""

from taonto.validation.program_rules import Options
from taonto.validation.rules import Catalogue, Rule, fault_kinds
from taonto.validation.run import validate

__all__ = ["Catalogue", "Options", "Rule", "fault_kinds", "validate"]
