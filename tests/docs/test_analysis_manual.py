"""The manual of the analysis: the notebook runs from beginning to end, and the page names only what exists."""

import re
from importlib import resources
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from taonto.cli.analyze import command
from taonto.report.analysis.figures.draw import FIGURES
from taonto.report.analysis.report import AnalysisReport
from taonto.report.analysis.tables import table_infos

DOCS = Path(__file__).resolve().parents[2] / "docs"
NOTEBOOK = DOCS / "which-frameworks-share-which-elements.ipynb"
PAGE = (DOCS / "analysis.md").read_text(encoding="utf-8")


def test_the_notebook_runs():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert not [cell for cell in notebook.cells if cell.get("outputs") or cell.get("execution_count")]
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    shown = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", ())]
    first = re.compile(r"<li>(\d+ of \d+ core frameworks include|The most common elements are) ")
    assert any(first.search(data.get("text/html", "")) for data in shown)
    assert sum("image/svg+xml" in data for data in shown) == 3


def test_the_page_names_only_what_there_is():
    options = {name for option in command.params for name in option.opts}
    named = set(re.findall(r"`(--[a-z]+)", PAGE))
    assert len(named) > 5
    assert named <= options
    files = set(re.findall(r"`([a-z_]+)\.csv`", PAGE))
    assert files == table_infos().keys()


def test_the_page_holds_no_figure_of_the_catalogue():
    """What the catalogue gives is printed by the command; the page has only what does not change with it."""
    words = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)|meyers-2012|SPARQL 1\.1", "", PAGE, flags=re.DOTALL)
    allowed = {"1", "0", "0.05", "50,000", "2012"}
    assert set(re.findall(r"\d[\d,.]*\d|\d", words)) <= allowed


def test_the_page_names_sections_of_the_report():
    template = (resources.files("taonto.report.analysis") / "templates" / "index.html.j2").read_text(encoding="utf-8")
    sections = re.findall(r"section \*([^*]+)\*", PAGE)
    assert len(sections) == 2
    assert all(f"<h2>{section}</h2>" in template for section in sections)


def test_the_python_of_the_page_works():
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    attributes = set(re.findall(r"^report\.(\w+)", block, re.MULTILINE))
    assert attributes == {"claims", "tables", "queries", "figure", "result", "write"}
    assert all(hasattr(AnalysisReport, name) or name in AnalysisReport.__dataclass_fields__ for name in attributes)
    assert set(re.findall(r'tables\["(\w+)"\]', block)) <= table_infos().keys()
    assert set(re.findall(r'figure\("(\w+)"\)', block)) <= FIGURES.keys()
