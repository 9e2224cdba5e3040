"""The faults that can be planted in synthetic records, as data and as small functions, each by its kind.

A kind of fault has the name that the shapes give it (`tash:faultKind`), so the rule that finds it is known.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from taonto.base import resources
from taonto.base.vocabulary import PREFIXES, TASH
from taonto.rdf.graph import read_triples
from taonto.records.synthetic.maker import AMOUNTS, MARK, Draft


@dataclass(frozen=True, slots=True)
class Change:
    """A fault in one record.

    Attributes:
        column: the heading of the cell that validation names.
        cells: heading to new text, in which {row} is the record's row and a heading in braces is that cell's old text.
        fits: whether a record can take the fault.
        also: where the fault brings another with it: the heading of each further cell at fault, and its kind of fault.
    """

    column: str
    cells: Mapping[str, str]
    fits: Callable[[Draft], bool]
    also: tuple[tuple[str, str], ...] = ()


class Pair(NamedTuple):
    """A fault in two records, the earlier row first.

    Attributes:
        plant: changes the two; returns where the fault shows: which of the two (0 or 1), and the heading of the cell.
        fits: whether two records can take the fault.
        also: as for `Change`, in the earlier record.
    """

    plant: Callable[[Draft, Draft], list[tuple[int, str]]]
    fits: Callable[[Draft, Draft], bool]
    also: tuple[tuple[str, str], ...] = ()


def _any(draft: Draft) -> bool:
    return draft.role in ("visit", "product")


def _visit(draft: Draft) -> bool:
    return draft.role == "visit"


def _met(mode: str) -> Callable[[Draft], bool]:
    return lambda draft: _visit(draft) and draft.cells["deliveryMode"] == mode


def _together(draft: Draft) -> bool:
    return _visit(draft) and draft.cells["deliveryMode"] != "hybrid"


def _movable(draft: Draft) -> bool:
    return _visit(draft) and not draft.anchor


def _change(column: str, value: str, fits: Callable[[Draft], bool] = _any, **more: str) -> Change:
    return Change(column, {column: value, **more}, fits)


def _summary(text: str) -> Change:
    return _change("publicSummary", f"Synthetic record. {text}")


_NO_RECIPIENT = {"recipientType": "", "recipientIdentifier": ""}
_UNKNOWN_RECIPIENT = {"recipient": f"Unlisted Academy {{row}} {MARK}", "recipientIdentifier": "SYN:unlisted-{row}"}

_REQUIRED = (
    "identifier", "recordKind", "recordStatus", "provider", "startDate", "endDate", "deliveryMode", "supportTier",
    "serviceType", "topic", "reason",
)  # fmt: skip

CHANGES: dict[str, Change] = {
    **{f"missing-{column}": _change(column, "") for column in _REQUIRED},
    "missing-recipient": _change("recipient", "", _visit, **_NO_RECIPIENT),
    "missing-objective": _change("objective", "", objectiveStatus="", objectiveStatusReason="", supportStage=""),
    "duplicate-recipient": _change("recipient", "{recipient}; {recipient}", _visit),
    "packed-organizations": _change(
        "recipient",
        f"Unlisted Academy {{row}} {MARK} | Unlisted School {{row}} {MARK}",
        _visit,
        recipientIdentifier=_UNKNOWN_RECIPIENT["recipientIdentifier"],
    ),
    "missing-recipientType": _change("recipientType", "", _visit, **_UNKNOWN_RECIPIENT),
    "missing-contactHours": _change("contactHours", "", _visit),
    "missing-participantCount": _change("participantCount", "", _together),
    "hybrid-without-counts": _change("inPersonCount", "", _met("hybrid")),
    "intensive-without-partOf": _change("partOf", "", _movable),
    "invalid-date": _change("startDate", "2024-02-30"),
    "year-extra-digits": _change("startDate", "20242-11-14"),
    "implausible-year": _change("startDate", "0024-09-30"),
    "future-start": Change(
        "startDate", {"startDate": "2204-09-30", "endDate": "2204-10-01"}, _any, (("endDate", "future-end"),)
    ),
    "future-end": _change("endDate", "2204-09-30"),
    "end-before-start": _change("endDate", "1999-09-30"),
    "invalid-hours": _change("contactHours", "90 min", _visit),
    "zero-hours": _change("contactHours", "0", _visit),
    "hours-over-99": _change("contactHours", "120", _visit),
    "hours-not-half": _change("contactHours", "1.25", _visit),
    "negative-preparation": _change("preparationHours", "-2", _visit),
    "invalid-count": _change("participantCount", "about 20", _together),
    "zero-participants": _change("participantCount", "0", _together),
    "counts-do-not-add-up": _change("participantCount", "999", _met("hybrid")),
    "contact-log-hours": _change("contactHours", "0.5", lambda d: d.role == "whole"),
    "unknown-code": _change("deliveryMode", "telepathy", _together),
    "packed-codes": _change("serviceType", "coaching | training"),
    "mode-both": _change("deliveryMode", "Both", _together),
    "bare-other": _change("topic", "Other"),
    "code-spelling": _change("reason", "recipient_request"),
    "retired-code": _change("topic", "teaching-practices-and-interactions"),
    "malformed-identifier": _change("identifier", "SYN {row} #3"),
    "malformed-recipientIdentifier": _change("recipientIdentifier", "06123{row}", _visit),
    "invalid-language": _change("language", "Spanish"),
    "invalid-award": _change("fundingAward", "the state grant"),
    "not-a-web-address": _change("resource", "www.example.org/guide"),
    "file-name-for-url": _change("resource", "Observation form v2.docx"),
    "unknown-partOf": _change("partOf", "SYN-X{row}", _movable),
    "suspended-without-reason": Change(
        "objectiveStatusReason", {"objectiveStatus": "suspended", "objectiveStatusReason": ""}, _any
    ),
    "template-row": _change("publicSummary", "Synthetic example. Remove this row before you enter your own records."),
    "not-approved": _change("recordStatus", "submitted"),
    "internal-note": _change("internalNote", "Call again: the director hesitates"),
    "email-in-text": _summary("Questions to jdoe@example.org."),
    "id-number-in-text": _summary("Plan for student ID 4411882."),
    "name-in-text": _summary("Dr. Rivera led the session."),
    "address-in-text": _summary("We met at 12 Oak Street."),
    "telephone-in-text": _summary("Call (415) 555-2671."),
    "small-count-in-text": _summary("The plan covers 3 children with autism."),
}
"""The faults of one record, by kind."""


def _duplicate_identifier(first: Draft, second: Draft) -> list[tuple[int, str]]:
    second.cells["identifier"] = first.cells["identifier"]
    return [(0, "identifier"), (1, "identifier")]


def _repeated_record(first: Draft, second: Draft) -> list[tuple[int, str]]:
    second.cells = {**first.cells, "identifier": second.cells["identifier"]}
    return [(1, "identifier")]


def _double_counted(first: Draft, second: Draft) -> list[tuple[int, str]]:
    own = {c: second.cells[c] for c in ("identifier", "recipient", "recipientType", "recipientIdentifier")}
    second.cells = {**first.cells, **own, "objective": second.cells["objective"], "partOf": second.cells["partOf"]}
    return [(1, "contactHours")]


def _circle(first: Draft, second: Draft) -> list[tuple[int, str]]:
    first.cells["partOf"] = second.cells["identifier"]
    return [(0, "partOf"), (1, "partOf")]


def _foreign_objective(first: Draft, second: Draft) -> list[tuple[int, str]]:
    name = f"OBJ-{first.cells['identifier'][4:]}"
    shared = ("objectiveStatus", "objectiveStatusReason", "supportStage")
    for draft in (first, second):
        draft.cells |= {"objective": name, **{c: first.cells[c] for c in shared}}
    late = int(
        (second.cells["startDate"], second.cells["identifier"]) > (first.cells["startDate"], first.cells["identifier"])
    )
    return [(late, "objective")]  # validation names the later record


def _other_case(first: Draft, second: Draft) -> list[tuple[int, str]]:
    second.cells["identifier"] = first.cells["identifier"].lower()
    return [(1, "identifier")]


def _other_spelling(first: Draft, second: Draft) -> list[tuple[int, str]]:
    code = f"{second.cells['recipientIdentifier']}-{second.cells['identifier'][4:]}"
    second.cells |= {"recipient": first.cells["recipient"].upper(), "recipientIdentifier": code}
    return [(1, "recipient")]


def _other_in_text(first: Draft, second: Draft) -> list[tuple[int, str]]:
    second.cells["publicSummary"] = f"Synthetic record. {first.cells['recipient']} joined."
    return [(1, "publicSummary")]


def _closed_goal(first: Draft, second: Draft) -> list[tuple[int, str]]:
    first.cells |= {"objective": "", "objectiveStatus": "completed", "objectiveStatusReason": "", "supportStage": ""}
    second.cells |= {"goal": first.cells["goal"], "objectiveStatus": "in-progress", "objectiveStatusReason": ""}
    return [(0, "objectiveStatus")]  # without an objective, the status is the goal's


def _disclosed(first: Draft, second: Draft) -> list[tuple[int, str]]:
    first.cells["participantCount"] = str(sum(int(part.cells["participantCount"]) for part in first.parts))
    second.cells |= {"recordKind": "contact-log", "deliveryMode": "virtual", **dict.fromkeys(AMOUNTS, "")}
    for part in first.parts:
        part.touched = True
    return [(0, "participantCount")]


PAIRS: dict[str, Pair] = {
    "duplicate-identifier": Pair(_duplicate_identifier, lambda a, b: _visit(a) and _visit(b)),
    "repeated-record": Pair(_repeated_record, lambda a, b: _visit(a) and _movable(b)),
    "double-counted-hours": Pair(_double_counted, lambda a, b: _movable(a) and _movable(b) and not _same(a, b)),
    "case-variant-identifier": Pair(_other_case, lambda a, b: _visit(a) and _visit(b)),
    "case-variant-name": Pair(_other_spelling, lambda a, b: _movable(a) and _movable(b) and _same(a, b)),
    "other-organization-in-text": Pair(_other_in_text, lambda a, b: _visit(a) and _visit(b) and not _same(a, b)),
    "partOf-cycle": Pair(_circle, lambda a, b: b in a.parts),
    "objective-of-other-recipient": Pair(_foreign_objective, lambda a, b: _visit(a) and _visit(b) and not _same(a, b)),
    "closed-goal-open-objective": Pair(
        _closed_goal, lambda a, b: _visit(a) and _visit(b) and _same(a, b), (("objective", "missing-objective"),)
    ),
    "complementary-disclosure": Pair(
        _disclosed, lambda a, b: b in a.parts and not any(part.touched for part in a.parts)
    ),
}
"""The faults of two records, by kind."""


def _same(first: Draft, second: Draft) -> bool:
    return first.cells["recipient"] == second.cells["recipient"]


@cache
def fault_rules() -> dict[str, tuple[str, str]]:
    """Return the kinds of fault that can be planted, from the shapes: kind to (rule id, folder of the shapes)."""
    rules: dict[str, tuple[str, str]] = {}
    for path in sorted(resources.folder("shapes").glob("*/*.ttl")):
        ids, kinds = {}, {}
        for t in read_triples(path):
            if isinstance(t.object, Literal) and isinstance(t.subject, NamedNode):
                if t.predicate.value == PREFIXES["dcterms"] + "identifier":
                    ids[t.subject] = t.object.value
                elif t.predicate.value == TASH + "faultKind":
                    kinds[t.subject] = t.object.value
        rules |= {kind: (ids[s], path.parent.name) for s, kind in kinds.items() if kind in CHANGES or kind in PAIRS}
    return rules
