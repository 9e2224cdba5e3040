"""Synthetic engagement records, with faults planted on purpose: the same seed, the same rows.

Records come in groups that hang together as real ones do: an intensive engagement with its activities, a targeted
training event with a follow-up, and products for everybody. Every name is made up and marked as synthetic.
"""

import datetime
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from taonto.base import resources
from taonto.base.errors import TaontoError
from taonto.base.vocabulary import PREFIXES, TASH
from taonto.ontology.codes import CodeLists
from taonto.rdf.graph import read_triples
from taonto.records.record import Place, Record
from taonto.records.sheets.layout import load_layout
from taonto.records.sheets.rows import DEFAULT_BASE, Header, RecordBuilder, plan

PROFILES = ("exchange", "publication")
"""The profiles that faults are planted for."""

_MARK = "(synthetic)"
_GROUP = 8
_BLOCK = 125 * _GROUP
_FIRST_DAY = datetime.date(2019, 7, 1)
_DAYS = 2_100
_PLACES = (
    "Lakeview", "Hillside", "Cedar Valley", "Maple Grove", "Stony Brook", "Willow Creek", "North Fork", "Sandy Point",
    "Red Rock", "Clearwater", "Pine Ridge", "Elm Hollow", "Silver Lake", "Prairie View", "Foxglove", "Harbor Bend",
    "Juniper", "Quail Run", "Tall Oaks", "Windmill",
)  # fmt: skip
_KINDS = (
    ("School District", "local-education-agency"),
    ("Education Service Agency", "regional-education-agency"),
    ("Elementary School", "school"),
    ("Early Learning Program", "program"),
    ("State Department of Education", "state-education-agency"),
)
_PROVIDERS = ("Example Assistance Center", "Sample Center for Inclusion", "Model Early Learning Network")
_GOALS = (
    ("Teams plan from data", "Each team reviews its data once a month"),
    ("Children with disabilities learn with their peers", "Every classroom has a plan for inclusion"),
    ("Teachers are coached all year", "Each coach sees each teacher twice a month"),
    ("Families take part in decisions", "Two family members sit in each planning group"),
)
_OUTCOMES = (
    ("Teams use data when they plan", "organization", "medium"),
    ("Teachers know how to adapt a lesson", "individual", "short"),
    ("Agencies share one plan", "system", "long"),
)
_STEPS = ("Share the observation form", "Draft the plan for the year", "Choose dates for the next visits")
_SUPPORTS = ("Regional coaching network", "Parent training center", "University partnership")
_SUMMARIES = (
    "Staff practiced how to read data together.",
    "The team chose two practices to begin with.",
    "Coaches agreed on a calendar of visits.",
    "Participants compared plans and revised them.",
)


class Planted(NamedTuple):
    """One fault that was planted.

    Attributes:
        row: the row in the sheet; the heading is row 1.
        column: the heading of the cell that validation names.
        identifier: of the record, as it stands in the row.
        fault: the kind of fault, as the shapes name it (tash:faultKind).
        rule: the id of the rule that finds it.
        value: what the cell holds; blank if the fault is that it is blank.
    """

    row: int
    column: str
    identifier: str
    fault: str
    rule: str
    value: str


@dataclass(slots=True, eq=False)
class Draft:
    """A record on its way to a row.

    Attributes:
        role: its part in the group: "whole", "visit", "event" or "product".
        cells: by heading; blank ones may be left out.
        touched: whether it has a fault, or is needed as it is for that of another.
        anchor: whether it must stay the part that makes its whole one.
        parts: of a whole.
    """

    role: str
    cells: dict[str, str]
    touched: bool = False
    anchor: bool = False
    parts: list["Draft"] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """Some rows that stand alone, and the faults in them."""

    rows: list[list[str]]
    planted: list[Planted] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Change:
    """A fault in one record: where it shows, what to write, and which records can take it.

    In what is written, {row} is the record's row, and a heading in braces is what the cell held before.
    """

    column: str
    cells: Mapping[str, str]
    fits: Callable[[Draft], bool]
    also: tuple[tuple[str, str], ...] = ()
    """Further cells at fault, each with the kind of its fault: where one fault can't be without another."""


class _Pair(NamedTuple):
    """A fault in two records, the earlier row first.

    Attributes:
        plant: changes them and returns which (0, 1) shows the fault in which column.
        fits: which two can take it.
        also: further cells of the earlier one at fault, each with the kind of its fault.
    """

    plant: Callable[[Draft, Draft], list[tuple[int, str]]]
    fits: Callable[[Draft, Draft], bool]
    also: tuple[tuple[str, str], ...] = ()


def headings(profile: str = "exchange") -> list[str]:
    """Return the headings of generated rows: the template's, and internalNote where its fault can be planted."""
    return [*load_layout().headings, *(["internalNote"] if profile == "publication" else [])]


def generate(count: int, faults: float = 0.0, seed: int = 0, profile: str = "exchange") -> Iterator[Block]:
    """Yield `count` records in blocks; memory stays that of one block.

    Args:
        count: how many records.
        faults: share of faults, 0 to 1: about so many per record are planted, each in records of its own, until no
            record is left that could take one.
        seed: another seed, other records.
        profile: "exchange", or "publication" to plant also what only published data must not hold.

    Raises:
        TaontoError: if an argument is out of its range.
    """
    if count < 1:
        raise TaontoError(f"{count} records can't be made; ask for 1 or more")
    if not 0 <= faults <= 1:
        raise TaontoError(f"a share of faults of {faults:g} makes no sense; give a number from 0 to 1")
    if profile not in PROFILES:
        raise TaontoError(f"there is no profile '{profile}'; use {' or '.join(PROFILES)}")
    rng = random.Random(seed)
    maker = _Maker(rng)
    columns = headings(profile)
    kinds = sorted(k for k, (_, folder) in fault_rules().items() if folder != "publication" or profile == "publication")
    queue: list[str] = []
    done = planted = 0
    while done < count:
        drafts = maker.block(done, min(_BLOCK, count - done))
        found: list[Planted] = []
        unfit: set[str] = set()
        while planted < round(faults * (done + len(drafts))) and len(unfit) < len(kinds):
            if not queue:
                queue = rng.sample(kinds, len(kinds))
            kind = queue.pop()
            made = _plant(kind, drafts, done, rng)
            if made is None:
                unfit.add(kind)  # and there will only be fewer records that could take it
            found += made or []
            planted += bool(made)
        done += len(drafts)
        yield Block([[d.cells.get(h, "") for h in columns] for d in drafts], sorted(found))


@cache
def fault_rules() -> dict[str, tuple[str, str]]:
    """Return the kinds of fault that can be planted: name to (rule id, folder of the shapes), read from the shapes."""
    rules: dict[str, tuple[str, str]] = {}
    for path in sorted(resources.folder("shapes").glob("*/*.ttl")):
        ids, kinds = {}, {}
        for t in read_triples(path):
            if isinstance(t.object, Literal) and isinstance(t.subject, NamedNode):
                if t.predicate.value == PREFIXES["dcterms"] + "identifier":
                    ids[t.subject] = t.object.value
                elif t.predicate.value == TASH + "faultKind":
                    kinds[t.subject] = t.object.value
        rules |= {kind: (ids[s], path.parent.name) for s, kind in kinds.items() if kind in _CHANGES or kind in _PAIRS}
    return rules


def records_of(blocks: Iterable[Block], profile: str = "exchange", base: str = DEFAULT_BASE) -> Iterator[Record]:
    """Yield generated rows as the records that reading them gives."""
    builder = RecordBuilder(CodeLists.shipped(), base)
    known = {c.heading: c for c in (*builder.sheet.columns, *builder.sheet.extra)}
    names = headings(profile)
    columns = plan([Header(h, known[h]) for h in names])
    taken: set[str] = set()
    for number, row in enumerate((row for block in blocks for row in block.rows), start=2):
        texts = dict(zip(names, row, strict=True))
        subject = builder.subject(texts, number)
        if subject in taken:
            subject = builder.iris.part(subject, "row", number)
        taken.add(subject)
        yield builder.record(columns, row, Place("synthetic", None, number), subject)


def write_manifest(target: str | Path, planted: list[Planted]) -> None:
    """Write the planted faults as CSV: row, column, identifier, fault, rule, value."""
    from taonto.cells.writing import write_table

    write_table(target, Planted._fields, [[str(v) for v in fault] for fault in planted])


class _Maker:
    """Makes groups of good records."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        lists = CodeLists.shipped()
        self.codes = {
            c.heading: [m.code for m in lists.members(c.type) if not m.deprecated]
            for c in load_layout().columns
            if c.type is not None
        }
        self.meetings: set[bytes] = set()

    def block(self, start: int, size: int) -> list[Draft]:
        """Return `size` records, numbered on from `start`."""
        drafts: list[Draft] = []
        while len(drafts) < size:
            number = start + len(drafts)
            room = size - len(drafts)
            drafts += self._group(number) if room >= _GROUP else [self._universal(number + i) for i in range(room)]
        return drafts

    def _group(self, number: int) -> list[Draft]:
        name, kind, code = self._recipient()
        recipient = {"recipient": name, "recipientType": kind, "recipientIdentifier": code}
        day = _FIRST_DAY + datetime.timedelta(self.rng.randrange(_DAYS))
        whole = self._draft(number, "whole", day, recipient, "intensive")
        whole.cells |= {"recordKind": "contact-log", "deliveryMode": "virtual", "channel": "phone"}
        whole.cells["endDate"] = (day + datetime.timedelta(200)).isoformat()
        for column in ("contactHours", "preparationHours", "participantCount", "inPersonCount", "virtualCount"):
            whole.cells.pop(column, None)
        drafts = [whole]
        for i in range(1, 5):
            visit = self._draft(number + i, "visit", day + datetime.timedelta(40 * i), recipient, "intensive")
            drafts.append(visit)
            whole.parts.append(visit)
            visit.cells["partOf"] = whole.cells["identifier"]
            visit.anchor = i == 1
        second = self._recipient()
        while second[0] == name:
            second = self._recipient()
        both = dict(zip(recipient, (f"{a}; {b}" for a, b in zip((name, kind, code), second, strict=True)), strict=True))
        event = self._draft(number + 5, "event", day + datetime.timedelta(21), both, "targeted")
        event.cells["recordKind"] = "training-event"
        follow = self._draft(number + 6, "visit", day + datetime.timedelta(51), recipient, "targeted")
        follow.cells |= {"partOf": event.cells["identifier"], "reason": "follow-up"}
        follow.anchor = True
        return [*drafts, event, follow, self._universal(number + 7)]

    def _universal(self, number: int) -> Draft:
        day = _FIRST_DAY + datetime.timedelta(self.rng.randrange(_DAYS))
        draft = self._draft(number, "product", day, {}, "universal")
        draft.cells |= {
            "recordKind": "product",
            "deliveryMode": "virtual",
            "channel": "web",
            "serviceType": "tool-development",
        }
        for column in ("contactHours", "preparationHours", "participantCount", "inPersonCount", "virtualCount"):
            draft.cells.pop(column, None)
        return draft

    def _recipient(self) -> tuple[str, str, str]:
        place = self.rng.randrange(len(_PLACES) * 20)
        words, kind = self.rng.choice(_KINDS)
        number = place // len(_PLACES)
        name = f"{_PLACES[place % len(_PLACES)]} {words}{f' {number + 1}' if number else ''} {_MARK}"
        return name, kind, f"SYN:{place:03d}{_KINDS.index((words, kind))}"

    def _some(self, column: str, most: int = 2) -> str:
        return "; ".join(sorted(self.rng.sample(self.codes[column], self.rng.randint(1, most))))

    def _draft(self, number: int, role: str, day: datetime.date, recipient: dict[str, str], tier: str) -> Draft:
        rng = self.rng
        goal, objective = rng.choice(_GOALS)
        outcome, level, term = rng.choice(_OUTCOMES)
        mode = rng.choice(("in-person", "virtual", "hybrid"))
        status = rng.choice(("not-started", "in-progress", "completed", "suspended"))
        people = rng.randint(4, 60)
        cells = {
            "identifier": f"SYN-{number + 1:07d}",
            "recordKind": "encounter",
            "recordStatus": "approved",
            "provider": f"{rng.choice(_PROVIDERS)} {_MARK}",
            **recipient,
            "recipientRole": self._some("recipientRole"),
            "startDate": day.isoformat(),
            "endDate": day.isoformat(),
            "contactHours": f"{rng.randint(1, 16) / 2:g}",
            "preparationHours": f"{rng.randint(1, 12) / 2:g}",
            "deliveryMode": mode,
            "channel": {"in-person": "on-site", "virtual": "video", "hybrid": "on-site; video"}[mode],
            "participantCount": str(people),
            "supportTier": tier,
            "serviceType": self._some("serviceType"),
            "practice": self._some("practice", 3),
            "topic": self._some("topic"),
            "reason": rng.choice(("recipient-request", "funder-request", "monitoring-finding")),
            "goal": goal,
            "objective": f"{objective}, step {number + 1}",
            "objectiveStatus": status,
            "objectiveStatusReason": "Change of leadership" if status == "suspended" else "",
            "supportStage": rng.choice(self.codes["supportStage"]),
            "targetPopulation": self._some("targetPopulation"),
            "capacityDimension": self._some("capacityDimension"),
            "outcome": outcome,
            "outcomeLevel": level,
            "outcomeTerm": term,
            "framework": rng.choice(self.codes["framework"]),
            "language": rng.choice(("en", "en", "en; es", "es-MX")),
            "fundingAward": f"SYN-AWARD-{rng.randint(1, 9)}",
            "resource": f"https://example.org/resource/{rng.randint(1, 500)}",
            "publicSummary": f"Synthetic record. {rng.choice(_SUMMARIES)}",
            "nextStep": rng.choice(_STEPS),
            "nextStepOwner": rng.choice(("provider", "recipient")),
            "nextStepDue": (day + datetime.timedelta(30)).isoformat(),
        }
        if mode == "hybrid":
            here = rng.randint(1, people - 1)
            cells |= {"inPersonCount": str(here), "virtualCount": str(people - here)}
        if rng.random() < 0.3:
            cells |= {"pressure": self._some("pressure"), "adjustment": self._some("adjustment")}
        if rng.random() < 0.2:
            cells |= {"condition": self._some("condition"), "adjustment": self._some("adjustment")}
        if rng.random() < 0.3:
            cells |= {
                "otherSupport": f"{rng.choice(_SUPPORTS)} {_MARK}",
                "otherSupportUse": self._some("otherSupportUse"),
            }
        self._tell_apart(cells)
        return Draft(role, cells)

    def _tell_apart(self, cells: dict[str, str]) -> None:
        """Change the participants until no other record looks like the same meeting."""
        while (mark := _meeting(cells)) in self.meetings:
            more = int(cells["participantCount"]) + 1
            cells["participantCount"] = str(more)
            if "virtualCount" in cells:
                cells["virtualCount"] = str(more - int(cells["inPersonCount"]))
        self.meetings.add(mark)


def _meeting(cells: Mapping[str, str]) -> bytes:
    """Return a short mark of what tells one meeting from another: day, provider and participants."""
    text = "|".join(cells[c] for c in ("startDate", "provider", "participantCount"))
    return blake2b(text.encode(), digest_size=8).digest()


# --- Faults -------------------------------------------------------------------------------------------


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


def _change(column: str, value: str, fits: Callable[[Draft], bool] = _any, **more: str) -> _Change:
    return _Change(column, {column: value, **more}, fits)


def _summary(text: str) -> _Change:
    return _change("publicSummary", f"Synthetic record. {text}")


_NO_RECIPIENT = {"recipientType": "", "recipientIdentifier": ""}
_NEW_RECIPIENT = {"recipient": f"Unlisted Academy {{row}} {_MARK}", "recipientIdentifier": "SYN:unlisted-{row}"}

_CHANGES: dict[str, _Change] = {
    **{
        f"missing-{column}": _change(column, "")
        for column in ("identifier", "recordKind", "recordStatus", "provider", "startDate", "endDate", "deliveryMode")
    },
    **{f"missing-{column}": _change(column, "") for column in ("supportTier", "serviceType", "topic", "reason")},
    "missing-recipient": _change("recipient", "", _visit, **_NO_RECIPIENT),
    "missing-objective": _change("objective", "", objectiveStatus="", objectiveStatusReason="", supportStage=""),
    "duplicate-recipient": _change("recipient", "{recipient}; {recipient}", _visit),
    "packed-organizations": _change(
        "recipient",
        f"Unlisted Academy {{row}} {_MARK} | Unlisted School {{row}} {_MARK}",
        _visit,
        recipientIdentifier=_NEW_RECIPIENT["recipientIdentifier"],
    ),
    "missing-recipientType": _change("recipientType", "", _visit, **_NEW_RECIPIENT),
    "missing-contactHours": _change("contactHours", "", _visit),
    "missing-participantCount": _change("participantCount", "", _together),
    "hybrid-without-counts": _change("inPersonCount", "", _met("hybrid")),
    "intensive-without-partOf": _change("partOf", "", _movable),
    "invalid-date": _change("startDate", "2024-02-30"),
    "year-extra-digits": _change("startDate", "20242-11-14"),
    "implausible-year": _change("startDate", "0024-09-30"),
    "future-start": _Change(
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
    "suspended-without-reason": _Change(
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
"""Kind of fault to what plants it; the names are those of tash:faultKind."""


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
    return [(late, "objective")]


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
    hidden = ("participantCount", "inPersonCount", "virtualCount", "contactHours", "preparationHours")
    second.cells |= {"recordKind": "contact-log", "deliveryMode": "virtual", **dict.fromkeys(hidden, "")}
    for part in first.parts:
        part.touched = True
    return [(0, "participantCount")]


_PAIRS: dict[str, _Pair] = {
    "duplicate-identifier": _Pair(_duplicate_identifier, lambda a, b: _visit(a) and _visit(b)),
    "repeated-record": _Pair(_repeated_record, lambda a, b: _visit(a) and _movable(b)),
    "double-counted-hours": _Pair(_double_counted, lambda a, b: _movable(a) and _movable(b) and not _same(a, b)),
    "case-variant-identifier": _Pair(_other_case, lambda a, b: _visit(a) and _visit(b)),
    "case-variant-name": _Pair(_other_spelling, lambda a, b: _movable(a) and _movable(b) and _same(a, b)),
    "other-organization-in-text": _Pair(_other_in_text, lambda a, b: _visit(a) and _visit(b) and not _same(a, b)),
    "partOf-cycle": _Pair(_circle, lambda a, b: b in a.parts),
    "objective-of-other-recipient": _Pair(_foreign_objective, lambda a, b: _visit(a) and _visit(b) and not _same(a, b)),
    "closed-goal-open-objective": _Pair(
        _closed_goal, lambda a, b: _visit(a) and _visit(b) and _same(a, b), (("objective", "missing-objective"),)
    ),
    "complementary-disclosure": _Pair(
        _disclosed, lambda a, b: b in a.parts and not any(part.touched for part in a.parts)
    ),
}
"""Kind of fault to what plants it in two records."""


def _same(first: Draft, second: Draft) -> bool:
    return first.cells["recipient"] == second.cells["recipient"]


def _plant(kind: str, drafts: list[Draft], start: int, rng: random.Random) -> list[Planted] | None:
    """Plant one fault in records that have none; None if no record can take it."""
    order = rng.sample(range(len(drafts)), len(drafts))
    if kind in _CHANGES:
        change = _CHANGES[kind]
        chosen = next((i for i in order if not drafts[i].touched and change.fits(drafts[i])), None)
        if chosen is None:
            return None
        cells = drafts[chosen].cells
        cells |= {c: v.format(row=start + chosen + 2, **cells) for c, v in change.cells.items()}
        shown, places = [chosen], [(0, change.column, kind), *((0, *more) for more in change.also)]
    else:
        pair = _PAIRS[kind]
        found = _two(order, drafts, pair.fits)
        if found is None:
            return None
        shown = list(found)
        places = [(n, column, kind) for n, column in pair.plant(drafts[found[0]], drafts[found[1]])]
        places += [(0, *more) for more in pair.also]
    for i in shown:
        drafts[i].touched = True
    planted = []
    for n, column, fault in places:
        cells = drafts[shown[n]].cells
        row = start + shown[n] + 2
        planted.append(Planted(row, column, cells["identifier"], fault, fault_rules()[fault][0], cells[column]))
    return planted


def _two(order: list[int], drafts: list[Draft], fits: Callable[[Draft, Draft], bool]) -> tuple[int, int] | None:
    free = [i for i in order if not drafts[i].touched]
    for first in free:
        for second in free[:200] if drafts[first].role != "whole" else range(first + 1, min(first + 5, len(drafts))):
            if first < second and not drafts[second].touched and fits(drafts[first], drafts[second]):
                return first, second
    return None
