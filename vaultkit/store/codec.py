"""Frozen data to JSON and back, by the types of the fields."""

import json
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

_Decoder = Callable[[Any], Any]
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_PLAIN = frozenset((str, int, float, bool, type(None)))


def encode(value: Any) -> Any:
    """Plain JSON for a dataclass; fields at their default are left out."""
    kind: type = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple or kind is list:
        return [encode(item) for item in value]
    if kind is dict:
        return {key: encode(item) for key, item in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return {
        name: encode(held) for name, default in _defaults(kind) if (held := getattr(value, name)) != default
    }


def to_json(data: Any) -> bytes:
    """As short as it can be; half a character from the name of a file is kept."""
    return _write(data).encode("utf-8", "surrogatepass")


def decode(kind: type[T], data: Any) -> T:
    """The dataclass that `encode` was given. Raises ValueError, KeyError or TypeError for other data."""
    of: Any = kind
    return _decoder(of)(data)  # type: ignore[no-any-return]


@cache
def _decoder(kind: Any) -> _Decoder:
    """What decodes one type; made once for each, because asking what a type is takes longer than decoding."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _either([one for one in inner if one is not type(None)])
    if origin is tuple:
        return _row(inner[0]) if len(inner) == 2 and inner[1] is Ellipsis else _parts(inner)
    if origin is not None:
        value = _decoder(inner[1])
        return lambda data: {key: value(item) for key, item in data.items()}
    if isinstance(kind, type) and is_dataclass(kind):
        return _record(kind)
    if kind is date:
        return _day
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _plain(kind)


def _record(kind: type) -> _Decoder:
    fields_of = {name: _decoder(hint) for name, hint in get_type_hints(kind).items()}
    return lambda data: kind(**{name: fields_of[name](held) for name, held in data.items()})


def _row(kind: Any) -> _Decoder:
    item = _decoder(kind)
    return lambda data: tuple([item(one) for one in data])


def _parts(kinds: tuple[Any, ...]) -> _Decoder:
    decoders = [_decoder(kind) for kind in kinds]
    return lambda data: tuple(one(part) for one, part in zip(decoders, data, strict=True))


def _either(kinds: list[Any]) -> _Decoder:
    as_it_is = tuple(kind for kind in kinds if isinstance(kind, type))
    decoders = [_decoder(kind) for kind in kinds]

    def either(data: Any) -> Any:
        if data is None or isinstance(data, as_it_is):
            return data
        for decoder in decoders:
            try:
                return decoder(data)
            except (TypeError, ValueError, AttributeError):
                continue
        raise TypeError(f"{data!r} fits none of {kinds}")

    return either


def _day(data: str) -> date:
    return datetime.fromisoformat(data) if "T" in data else date.fromisoformat(data)


def _plain(kind: type) -> _Decoder:
    def plain(data: Any) -> Any:
        if not isinstance(data, kind):
            raise TypeError(f"{data!r} is not a {kind.__name__}")
        return data

    return plain


@cache
def _defaults(kind: type) -> tuple[tuple[str, object], ...]:
    """Field names with their defaults; a fresh object where there is none."""
    return tuple(
        (f.name, f.default_factory() if callable(f.default_factory) else f.default) for f in fields(kind)
    )
