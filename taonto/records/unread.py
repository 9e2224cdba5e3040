"""Where values come from that an analysis can't use: cells of sheets, or records in RDF."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from taonto.base.reading import STANDARD_STREAM
from taonto.base.text import counted, one_line
from taonto.base.vocabulary import shorten
from taonto.records.formats import SHEETS, format_of
from taonto.records.sheets.layout import load_layout
from taonto.records.sheets.reader import open_sheet

_MOST_NAMED, _MOST_SHOWN = 10, 40
"""Values that a note names, and the most characters of each."""


def unread_note(unread: Sequence[tuple[str, str, str]], names: Iterable[str | Path]) -> str | None:
    """Return a note on values that were left out because they are not the number or date that they should be.

    It names the cells, or the records if they come from RDF; of very many values only the first.

    Args:
        unread: each the IRI of a record, that of a property, and the value.
        names: the files that they come from.
    """
    if not unread:
        return None
    shown = unread[:_MOST_NAMED]
    places = _cells(set(shown), names)
    told = [f"{places.get(item) or _of_record(*item)}: '{one_line(item[2])[:_MOST_SHOWN]}'" for item in shown]
    more = [f"{len(unread) - _MOST_NAMED:,} more"] if len(unread) > _MOST_NAMED else []
    what = f"left out {counted(len(unread), 'value')} where a number (0 or more) or a date belongs"
    return f"{what}: {'; '.join(told + more)}"


def _cells(wanted: set[tuple[str, str, str]], names: Iterable[str | Path]) -> dict[tuple[str, str, str], str]:
    """Return the cells of some values, as far as they come from sheets; a file is read only as far as it must be."""
    found: dict[tuple[str, str, str], str] = {}
    subjects = {subject for subject, _, _ in wanted}
    for name in names:
        if str(name) == STANDARD_STREAM or format_of(name) not in SHEETS:
            continue
        with open_sheet(name, sheet_format=format_of(name)) as (_, records):
            for record in (r for r in records if r.subject in subjects):
                for triple, place in record.places.items():
                    key = (record.subject, triple.predicate.value, getattr(triple.object, "value", ""))
                    if key in wanted and key not in found:
                        sheet = f", sheet '{place.sheet}'" if place.sheet else ""
                        found[key] = f"{place.file}{sheet}, row {place.row}, column '{place.column}'"
                if len(found) == len(wanted):
                    return found
    return found


def _of_record(subject: str, path: str, _: str) -> str:
    heading = next((c.heading for c in load_layout().all_columns if c.path == path), shorten(path))
    return f"record {shorten(subject)}, {heading}"
