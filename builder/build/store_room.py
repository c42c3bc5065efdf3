"""Store room: which objects may go from the store, and bringing it down to a size.

What an edition needs stays. Of what none needs, speech of services and of people stays too unless somebody
says otherwise: it was paid for, or nobody can say it again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from builder.base.units import show_size
from builder.speech import engines
from builder.speech.speak import STEP as SPEECH
from builder.system.store import KeptObject, Store
from builder.system.store_object import Damaged, recipe_in

_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What may go."""

    needed: Collection[str]
    """Keys of what stays whatever else holds."""
    unused_s: float = 0.0
    """It was not used for so long."""
    all_speech: bool = False
    """Whether speech of services and of people may go too."""
    no_speech: bool = False
    """Whether no speech may go whatever else holds."""


def may_go(objects: Iterable[KeptObject], rule: Rule, *, now_s: float) -> tuple[KeptObject, ...]:
    """Return the objects that may go by `rule`, those that were used longest ago first."""
    found = [each for each in objects if _may_go(each, rule, now_s=now_s)]
    return tuple(sorted(found, key=lambda each: (each.used_s, each.step, each.key)))


def until_it_fits(
    objects: Iterable[KeptObject], *, size_bytes: int, limit_bytes: int
) -> Iterator[KeptObject]:
    """Yield the first of `objects` until the store, now of `size_bytes`, is no larger than the limit."""
    for each in objects:
        if size_bytes <= limit_bytes:
            return
        size_bytes -= each.size_bytes
        yield each


def hold_to_limit(store: Store, limit_bytes: int, used: Collection[str], *, now_s: float) -> str | None:
    """Remove what was used longest ago until `store` fits its limit; return a sentence on what came of it.

    Args:
        store: Held alone.
        limit_bytes: Its size at most.
        used: Keys that the build used, which stay.
        now_s: Seconds since 1970.

    Returns:
        None where it fits anyway.
    """
    objects = list(store.objects())
    size_bytes = sum(each.size_bytes for each in objects)
    if size_bytes <= limit_bytes:
        return None
    removable = may_go(objects, Rule(needed=used), now_s=now_s)
    doomed = until_it_fits(removable, size_bytes=size_bytes, limit_bytes=limit_bytes)
    gone = [each for each in doomed if store.drop(each.path)]
    left_bytes = size_bytes - sum(each.size_bytes for each in gone)
    told = f"removed {count(gone)} from the store to hold it to {show_size(limit_bytes)}"
    if left_bytes <= limit_bytes:
        return told
    return (
        f"the store takes {show_size(left_bytes)}, more than its limit of {show_size(limit_bytes)}: "
        "this build used all that is left, or it was paid for; "
        "hint: raise limit under [store] in edition.toml"
    )


def count(objects: Collection[KeptObject]) -> str:
    """Return how many objects these are and what they take, for people."""
    size = show_size(sum(each.size_bytes for each in objects))
    return f"{len(objects)} object{'' if len(objects) == 1 else 's'} ({size})"


def _may_go(each: KeptObject, rule: Rule, *, now_s: float) -> bool:
    if each.key in rule.needed or now_s - each.used_s < rule.unused_s:
        return False
    if each.step != SPEECH:
        return True
    return not rule.no_speech and (rule.all_speech or _can_be_said_again(each))


def _can_be_said_again(each: KeptObject) -> bool:
    """Return whether an engine on this machine, or one like it, says the same again at no cost."""
    try:
        engine = recipe_in(each.path).parts.get("engine")
    except Damaged:
        return True
    except OSError:
        return False
    return engine in (*engines.LOCAL, "tone")
