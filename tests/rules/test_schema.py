"""The JSON Schema that editors use."""

import json

import pytest

from vaultkit.rules.schema import property_schema
from vaultkit.rules.vocabulary import MEETING, NETWORKS, PERSON, STATUSES

SPELLINGS = sorted({spelling for table in (PERSON, MEETING) for ways in table.values() for spelling in ways})


def test_it_is_json() -> None:
    schema = property_schema()
    assert json.loads(json.dumps(schema)) == schema
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_is_described(spelling: str) -> None:
    shape = property_schema()["properties"][spelling]
    assert shape.get("description") or all(each["description"] for each in shape["anyOf"])


def test_other_properties_are_the_owners() -> None:
    assert property_schema()["additionalProperties"] is True


def test_words_with_a_meaning_are_listed() -> None:
    properties = property_schema()["properties"]
    assert properties["nettverk"]["anyOf"][0]["enum"] == sorted(NETWORKS)
    assert properties["status"]["enum"] == sorted(STATUSES)


def test_a_name_that_means_two_things_allows_both() -> None:
    location = property_schema()["properties"]["location"]
    assert location["description"] == "place of a person; where of a meeting"


def test_a_name_with_two_shapes_allows_either() -> None:
    for name, shape in property_schema()["properties"].items():
        if name != "type" and "description" not in shape:
            assert len(shape["anyOf"]) == 2
