"""The demo's report folder: the page, and all that it leads to."""

from collections.abc import Callable

from taonto.base import resources
from taonto.report.demo.page import index_page
from taonto.report.demo.result import LEADING, Demo
from taonto.report.validation.render import render

MARK = "taonto-demo.txt"
"""The file that lists what an earlier run wrote, and so what may be replaced."""

EXAMPLES = {"good": "engagements-good.csv", "faulty": "engagements-faulty.csv"}
"""The example data sets that ship with taonto, by what they show."""


def demo_files(demo: Demo, progress: Callable[[str], None] = lambda step: None) -> dict[str, bytes]:
    """Return the report folder: path to content."""
    made = {f"analysis/{name}": data for name, data in demo.analysis.files(progress).items()}
    for name, report in demo.validations.items():
        for form, suffix in (("html", "html"), ("json", "json"), ("text", "txt")):
            made[f"validation/{name}.{suffix}"] = render(report, form)
        source = resources.folder("examples") / EXAMPLES[name]
        made[f"validation/{source.name}"] = source.read_bytes()
    for answer in demo.answers:
        made[f"answers/{answer.query.name}.csv"] = answer.csv
        made[f"answers/{answer.query.name}.rq"] = answer.query.text.encode("utf-8")
    made["index.html"] = index_page(demo, LEADING).encode("utf-8")
    made[MARK] = "".join(f"{name}\n" for name in sorted(made)).encode("utf-8")
    return made
