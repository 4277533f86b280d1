"""Frozen data to JSON and back, by the types of the fields."""

import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

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


def decode(kind: type[T], data: Any) -> T:
    """The dataclass that `encode` was given. Raises ValueError, KeyError or TypeError for other data."""
    return _decode(kind, data)  # type: ignore[no-any-return]


def _decode(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        if data is None:
            return None
        return _decode_either([arg for arg in get_args(kind) if arg is not type(None)], data)
    if origin is tuple:
        inner = get_args(kind)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_decode(inner[0], item) for item in data)
        return tuple(_decode(part, item) for part, item in zip(inner, data, strict=True))
    if origin is not None:
        return {key: _decode(get_args(kind)[1], item) for key, item in data.items()}
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _decode(hints[name], held) for name, held in data.items()})
    if kind is date:
        return datetime.fromisoformat(data) if "T" in data else date.fromisoformat(data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if not isinstance(data, kind):
        raise TypeError(f"{data!r} is not a {kind.__name__}")
    return data


def _decode_either(kinds: list[Any], data: Any) -> Any:
    for kind in kinds:
        if isinstance(kind, type) and isinstance(data, kind):
            return data
    for kind in kinds:
        try:
            return _decode(kind, data)
        except (TypeError, ValueError, AttributeError):
            continue
    raise TypeError(f"{data!r} fits none of {kinds}")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _defaults(kind: type) -> tuple[tuple[str, object], ...]:
    """Field names with their defaults; a fresh object where there is none."""
    return tuple(
        (f.name, f.default_factory() if callable(f.default_factory) else f.default) for f in fields(kind)
    )
