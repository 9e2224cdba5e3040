"""Groups of good synthetic records: the same random numbers, the same records.

Records come in groups that belong together as real ones do: an intensive engagement with its activities, a targeted
training event with a follow-up, and products for everybody. Every name is made up and marked as synthetic.
"""

import datetime
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from taonto.ontology.codes import CodeLists
from taonto.records.sheets.layout import load_layout

MARK = "(synthetic)"
"""How every made-up name ends."""
GROUP = 8
"""How many records a group has."""
AMOUNTS = ("contactHours", "preparationHours", "participantCount", "inPersonCount", "virtualCount")
"""The headings of hours and counts, which only meetings have."""

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


@dataclass(slots=True, eq=False)
class Draft:
    """A record before it becomes a row.

    Attributes:
        role: its part in the group: "whole" (an intensive engagement), "visit", "event" or "product".
        cells: heading to text; blank cells may be left out.
        touched: whether it already has a fault, or another record's fault depends on it as it is.
        anchor: whether it has to stay part of its whole, so that the whole keeps at least one part.
        parts: the visits of a whole.
    """

    role: str
    cells: dict[str, str]
    touched: bool = False
    anchor: bool = False
    parts: list["Draft"] = field(default_factory=list)


class Maker:
    """Makes groups of good records."""

    def __init__(self, rng: random.Random) -> None:
        """Take the random numbers that decide everything about the records."""
        self.rng = rng
        lists = CodeLists.shipped()
        self.codes = {
            c.heading: [m.code for m in lists.members(c.type) if not m.deprecated]
            for c in load_layout().columns
            if c.type is not None
        }
        self.meetings: set[bytes] = set()

    def block(self, start: int, size: int) -> list[Draft]:
        """Return the next `size` records, numbered from `start`: whole groups, then products to fill up."""
        drafts: list[Draft] = []
        while len(drafts) < size:
            number = start + len(drafts)
            room = size - len(drafts)
            drafts += self._group(number) if room >= GROUP else [self._universal(number + i) for i in range(room)]
        return drafts

    def _group(self, number: int) -> list[Draft]:
        """Return an intensive engagement with four visits, a training event with its follow-up, and a product."""
        name, kind, code = self._recipient()
        recipient = {"recipient": name, "recipientType": kind, "recipientIdentifier": code}
        day = _FIRST_DAY + datetime.timedelta(self.rng.randrange(_DAYS))
        whole = self._draft(number, "whole", day, recipient, "intensive")
        whole.cells |= {"recordKind": "contact-log", "deliveryMode": "virtual", "channel": "phone"}
        whole.cells["endDate"] = (day + datetime.timedelta(200)).isoformat()
        for column in AMOUNTS:
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
        for column in AMOUNTS:
            draft.cells.pop(column, None)
        return draft

    def _recipient(self) -> tuple[str, str, str]:
        """Return the name, the type and the identifier of an organization."""
        place = self.rng.randrange(len(_PLACES) * 20)
        words, kind = self.rng.choice(_KINDS)
        number = place // len(_PLACES)
        name = f"{_PLACES[place % len(_PLACES)]} {words}{f' {number + 1}' if number else ''} {MARK}"
        return name, kind, f"SYN:{place:03d}{_KINDS.index((words, kind))}"

    def _codes(self, column: str, most: int = 2) -> str:
        """Return a cell with one to `most` codes of a column's list."""
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
            "provider": f"{rng.choice(_PROVIDERS)} {MARK}",
            **recipient,
            "recipientRole": self._codes("recipientRole"),
            "startDate": day.isoformat(),
            "endDate": day.isoformat(),
            "contactHours": f"{rng.randint(1, 16) / 2:g}",
            "preparationHours": f"{rng.randint(1, 12) / 2:g}",
            "deliveryMode": mode,
            "channel": {"in-person": "on-site", "virtual": "video", "hybrid": "on-site; video"}[mode],
            "participantCount": str(people),
            "supportTier": tier,
            "serviceType": self._codes("serviceType"),
            "practice": self._codes("practice", 3),
            "topic": self._codes("topic"),
            "reason": rng.choice(("recipient-request", "funder-request", "monitoring-finding")),
            "goal": goal,
            "objective": f"{objective}, step {number + 1}",
            "objectiveStatus": status,
            "objectiveStatusReason": "Change of leadership" if status == "suspended" else "",
            "supportStage": rng.choice(self.codes["supportStage"]),
            "targetPopulation": self._codes("targetPopulation"),
            "capacityDimension": self._codes("capacityDimension"),
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
            cells |= {"pressure": self._codes("pressure"), "adjustment": self._codes("adjustment")}
        if rng.random() < 0.2:
            cells |= {"condition": self._codes("condition"), "adjustment": self._codes("adjustment")}
        if rng.random() < 0.3:
            cells |= {
                "otherSupport": f"{rng.choice(_SUPPORTS)} {MARK}",
                "otherSupportUse": self._codes("otherSupportUse"),
            }
        self._make_unique(cells)
        return Draft(role, cells)

    def _make_unique(self, cells: dict[str, str]) -> None:
        """Add participants until no other record looks like the same meeting."""
        while (mark := _meeting(cells)) in self.meetings:
            more = int(cells["participantCount"]) + 1
            cells["participantCount"] = str(more)
            if "virtualCount" in cells:
                cells["virtualCount"] = str(more - int(cells["inPersonCount"]))
        self.meetings.add(mark)


def _meeting(cells: Mapping[str, str]) -> bytes:
    """Return a short mark of what distinguishes meetings: day, provider and participants."""
    text = "|".join(cells[c] for c in ("startDate", "provider", "participantCount"))
    return blake2b(text.encode(), digest_size=8).digest()
