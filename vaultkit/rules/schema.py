"""The properties as a JSON Schema (draft 2020-12), for editors that complete and check frontmatter."""

from typing import Any

from vaultkit.rules.vocabulary import MEETING, NETWORKS, PERSON, STATUSES

_TEXTS = {
    "anyOf": [
        {"type": ["string", "number", "null"]},
        {"type": "array", "items": {"type": ["string", "number", "null"]}},
    ]
}
_DAY = {"type": ["string", "null"], "examples": ["2026-11-23"]}
_SHAPES: dict[str, dict[str, Any]] = {
    "network": {
        "anyOf": [{"enum": sorted(NETWORKS)}, {"type": "array", "items": {"enum": sorted(NETWORKS)}}]
    },
    "status": {"enum": sorted(STATUSES)},
    "tier": {"type": "string", "examples": ["A", "B", "C", "D"]},
    "last_contact": _DAY,
    "birthday": {"type": ["string", "null"], "examples": ["1980-03-14", "03-14", "--03-14"]},
    "next_contact": {"type": ["string", "null"], "examples": ["2026-11-23", "never"]},
    "cadence": {
        "type": ["string", "integer", "null"],
        "examples": ["6 weeks", "P6W", 42, "hver 6. uke", "never"],
    },
    "next_meeting": {"type": ["string", "null"], "examples": ["2026-11-26 11:30", "2026-11-26"]},
    "keep_out": {"type": ["boolean", "null"]},
    "thanked": {"type": ["string", "boolean", "null"], "examples": ["2026-11-13", True]},
    "prepared": {"type": ["string", "boolean", "null"], "examples": ["2026-11-25", True]},
    "meeting_length": {"type": ["string", "integer", "null"], "examples": [45, "1h"]},
    "duration": {"type": ["string", "integer", "null"], "examples": [45, "1h30"]},
    "repeat": {
        "type": ["string", "null"],
        "examples": ["every 2 weeks until 2027-06-01", "FREQ=WEEKLY;BYDAY=TU"],
    },
}


def property_schema() -> dict[str, Any]:
    """Every spelling of every property; other properties are the owner's and always allowed."""
    properties: dict[str, Any] = {"type": {"examples": ["person", "meeting"]}}
    for of, table in (("person", PERSON), ("meeting", MEETING)):
        for meaning, spellings in table.items():
            for spelling in spellings:
                shape = {"description": f"{meaning} of a {of}", **_SHAPES.get(meaning, _TEXTS)}
                known = properties.get(spelling)
                properties[spelling] = shape if known is None else _either(known, shape)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Properties that vaultkit reads",
        "type": "object",
        "properties": dict(sorted(properties.items())),
        "additionalProperties": True,
    }


def _either(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """A name that means something in both kinds of note."""
    if {k: v for k, v in first.items() if k != "description"} == {
        k: v for k, v in second.items() if k != "description"
    }:
        return {**first, "description": f"{first['description']}; {second['description']}"}
    return {"anyOf": [first, second]}
