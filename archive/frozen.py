"""What the values of the read path are made of: declared like dataclasses, at a hundredth of the cost.

`@dataclass` writes the methods of each class as source text and compiles it, some 0.7 ms a class, each time the
program starts: for the values of a search that is a third of its time. Here every class has the same methods.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NoReturn, TypeVar, dataclass_transform


@dataclass_transform(frozen_default=True)
class Frozen:
    """Is a value: its fields are the annotations of its class, given in their order or by name, never changed.

    Values are equal when they are of one class with equal fields. A default must not be mutable: instances share it.

    >>> class Place(Frozen):
    ...     line: int
    ...     column: int = 1
    >>> Place(3), Place(3) == Place(line=3, column=1)
    (Place(line=3, column=1), True)
    """

    _names: tuple[str, ...] = ()
    _fields: frozenset[str] = frozenset()
    _defaults: Mapping[str, object] = MappingProxyType({})

    def __init_subclass__(cls) -> None:
        own = tuple(cls.__annotations__)
        cls._names = cls.__match_args__ = (*cls._names, *own)  # type: ignore[misc, attr-defined]
        cls._fields = frozenset(cls._names)
        cls._defaults = {
            **cls._defaults,
            **{name: cls.__dict__[name] for name in own if name in cls.__dict__},
        }

    def __init__(self, *given: object, **named: object) -> None:
        values = self.__dict__
        values.update(self._defaults)
        values.update(zip(self._names, given, strict=False))
        values.update(named)
        if values.keys() != self._fields or len(given) > len(self._names):
            raise TypeError(f"{type(self).__name__} is made of {', '.join(self._names) or 'nothing'}")
        if given and not named.keys().isdisjoint(twice := self._names[: len(given)]):
            names = ", ".join(name for name in twice if name in named)
            raise TypeError(f"{type(self).__name__} is given {names} twice")

    def _compared(self) -> tuple[object, ...]:
        """Gives what tells this value from others of its class."""
        return tuple(map(self.__dict__.__getitem__, self._names))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Frozen) and type(self) is type(other) and self._compared() == other._compared()
        )

    def __hash__(self) -> int:
        return hash((type(self), self._compared()))

    def __repr__(self) -> str:
        shown = (f"{name}={value!r}" for name, value in as_dict(self).items())
        return f"{type(self).__name__}({', '.join(shown)})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} never changes; `replace` gives another one")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} never changes; `replace` gives another one")


Value = TypeVar("Value", bound=Frozen)


def replace(value: Value, **changes: object) -> Value:
    """Gives the value with some fields changed."""
    return type(value)(**{**as_dict(value), **changes})


def as_dict(value: Frozen) -> dict[str, Any]:
    """Gives the fields of a value by name, in their order."""
    return {name: value.__dict__[name] for name in value._names}
