# ruff: noqa: B006, B008 - defaults are what this is about
"""Functions with sets in their defaults, for an export in processes of their own. Not discovered:
`test_export.py` imports it there."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, RootModel
from pydantic.alias_generators import to_camel
from typing_extensions import TypedDict

from mizan import client


class Colour(Enum):
    RED = "red"
    GREEN = "green"
    BLUE = "blue"
    BLACK = "black"


COLOURS = frozenset(Colour)
WORDS = frozenset({"alpha", "beta", "gamma", "delta", "epsilon"})
NESTED = frozenset({WORDS, frozenset({"zeta", "eta", "theta"}), frozenset({"iota", "kappa"})})


class Wanted(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

    all_words: frozenset[str] = WORDS
    all_colours: set[Colour] = set(COLOURS)
    by_name: dict[str, set[str]] = {"a": set(WORDS), "b": set()}
    in_sets: frozenset[frozenset[str]] = NESTED
    renamed: list[set[str]] = Field(default=[set(WORDS)], serialization_alias="other")


class Words(RootModel[set[str]]): ...


@dataclass
class Kept:
    words: frozenset[str] = WORDS
    count: int = field(default=1)


class Row(TypedDict):
    words: set[str]


class Outer(BaseModel):
    wanted: Wanted = Wanted()
    words: Words = Words(set(WORDS))
    kept: Kept = Kept()
    row: Row = {"words": set(WORDS)}


@client
def plain(words: set[str] = set(WORDS), colours: frozenset[Colour] = COLOURS) -> None: ...


@client
def nested(
    by_name: dict[str, set[str]] = {"k": {"x", "y", "z"}},
    pairs: tuple[set[str], int] = (set(WORDS), 1),
    queue: deque[set[str]] = deque([set(WORDS)]),
    anything: Any = {"k": [set(WORDS)]},
    in_sets: frozenset[frozenset[str]] = NESTED,
    either: dict[str, frozenset[Colour]] | None = {"k": COLOURS},
) -> None: ...


@client
def models(
    wanted: Wanted = Wanted(),
    words: Words = Words(set(WORDS)),
    kept: Kept = Kept(),
    row: Row = {"words": set(WORDS)},
    outer: list[Outer] = [Outer()],
) -> Outer:
    raise NotImplementedError
