"""Last year, the roster now, and what is enrolled, laid over each other. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

KINDS = ("WAITING", "KEPT", "JOINED", "NEW", "DECLINED", "TOO_OLD", "GONE")


@dataclass(frozen=True)
class Standing:
    """What is known of a person. listed: he lives here and stands on the roster.

    fits: his age fits on the new start, by the rule for renewals. declined: the household said no.
    """

    last: bool
    enrolled: bool
    listed: bool
    fits: bool
    declined: bool


def kind_of(person: Standing) -> str | None:
    """Return where a person stands, None for whom nothing is expected.

    KEPT was insured and is again; JOINED is new; GONE, TOO_OLD, DECLINED were insured and will not
    be; WAITING was insured and nobody asked yet; NEW could be insured for the first time.
    """
    if person.enrolled:
        return "KEPT" if person.last else "JOINED"
    if not person.listed:
        return "GONE" if person.last else None
    if not person.fits:
        return "TOO_OLD" if person.last else None
    if person.declined:
        return "DECLINED" if person.last else None
    return "WAITING" if person.last else "NEW"


def counts(kinds: Iterable[str]) -> Mapping[str, int]:
    """Return how many stand where, in the order of the page."""
    found = Counter(kinds)
    return {kind: found[kind] for kind in KINDS}


def year_after(day: str) -> str:
    """Return the same day a year later; 29 February becomes 28 February."""
    later = f"{int(day[:4]) + 1}{day[4:]}"
    return later.replace("-02-29", "-02-28")
