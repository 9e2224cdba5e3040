"""The demo's report folder: the first page, and every file that it links to."""

from collections.abc import Callable

from taonto.base import resources
from taonto.report.demo.page import index_page
from taonto.report.demo.result import Demo
from taonto.report.validation.render import render

MARK = "taonto-demo.txt"
"""The file that lists what a run wrote, and so what the next run may replace."""

EXAMPLES = {"good": "engagements-good.csv", "faulty": "engagements-faulty.csv"}
"""The example data sets that ship with taonto, by name."""


def demo_files(demo: Demo, progress: Callable[[str], None] = lambda step: None) -> dict[str, bytes]:
    """Return the content of each file of the folder by its path.

    Args:
        demo: what the main job found.
        progress: called with a few words at each step.
    """
    made = {f"analysis/{name}": data for name, data in demo.analysis.files(progress).items()}
    for name, report in demo.validations.items():
        for form, suffix in (("html", "html"), ("json", "json"), ("text", "txt")):
            made[f"validation/{name}.{suffix}"] = render(report, form)
        source = resources.folder("examples") / EXAMPLES[name]
        made[f"validation/{source.name}"] = source.read_bytes()
    for answer in demo.answers:
        made[f"answers/{answer.query.name}.csv"] = answer.csv
        made[f"answers/{answer.query.name}.rq"] = answer.query.text.encode("utf-8")
    made["index.html"] = index_page(demo).encode("utf-8")
    made[MARK] = "".join(f"{name}\n" for name in sorted(made)).encode("utf-8")
    return made
