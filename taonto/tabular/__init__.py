"""Engagement sheets (CSV, XLSX) to records and back, as `ontology/sheet.yaml` says."""

from taonto.tabular.codes import CodeLists
from taonto.tabular.reader import Reading, open_sheet, read_sheet
from taonto.tabular.rows import is_table

__all__ = ["CodeLists", "Reading", "is_table", "open_sheet", "read_sheet"]
