"""A report for a browser: one file without any other, sortable, filterable, printable."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from taonto.findings import ValidationReport
from taonto.report.validation.text import place_text
from taonto.validation.rules import Catalogue


def to_html(report: ValidationReport) -> str:
    """Return the report as a page of HTML; every value is escaped."""
    environment = Environment(
        loader=PackageLoader("taonto.report.validation"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    rules = Catalogue.shipped().rules
    groups = [(id_, rules.get(id_), found) for id_, found in report.by_rule().items()]
    return environment.get_template("report.html").render(report=report, groups=groups, place=place_text)
