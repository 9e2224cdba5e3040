"""The manual of the analysis: its notebook runs from beginning to end, and what the page says of it is so."""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import taonto
from taonto.cli.analyze import command
from taonto.report.analysis.tables import table_infos

DOCS = Path(__file__).resolve().parents[2] / "docs"
NOTEBOOK = DOCS / "which-frameworks-share-which-elements.ipynb"
PAGE = (DOCS / "analysis.md").read_text(encoding="utf-8")


def test_the_notebook_runs():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert not [cell for cell in notebook.cells if cell.get("outputs") or cell.get("execution_count")]
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    shown = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", ())]
    assert any("18 of 35 core frameworks include needs assessment" in data.get("text/html", "") for data in shown)
    assert sum("image/svg+xml" in data for data in shown) == 3


def test_the_page_names_only_what_there_is():
    options = {name for option in command.params for name in option.opts}
    assert set(re.findall(r"`(--[a-z]+)", PAGE)) <= options
    files = set(re.findall(r"`([a-z_]+)\.csv`", PAGE))
    assert files == table_infos().keys()


def test_the_page_tells_the_numbers_of_the_default():
    report = taonto.analyze(samples=0)
    mean = next(headline for headline in report.result.headlines if headline.name == "mean_jaccard")
    assert (
        f"Jaccard similarity of {mean.value:.2f} could be anything between\n{mean.low:.2f} and {mean.high:.2f}" in PAGE
    )
    rows, columns = report.result.matrix.values.shape
    assert f"{rows} frameworks and {columns} elements" in PAGE
    assert report.result.framework_significance.tests == int(re.search(r"With (\d+) pairs", PAGE)[1])
    assert report.claims[0].text.startswith(re.search(r"# '(.*?) \.\.\.'", PAGE)[1].rstrip(","))
    tree, groups = report.result.framework_clustering, report.result.communities
    assert tree.silhouette < 0.25 and groups.mean_agreement < 0.5
    statuses = [element.status for element in report.result.elements]
    assert (statuses.count("published"), statuses.count("proposed")) == (5, 22)
    with pytest.raises(AttributeError):
        _ = taonto.nonsense
