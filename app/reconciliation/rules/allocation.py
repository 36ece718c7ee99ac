"""Spread money over the places it is for. Pure; whole fen."""

from collections.abc import Sequence

Place = tuple[int, str, str | None]  # village, campaign, batch


def allocate(
    parts: Sequence[tuple[int, str, str | None, int]], fen: int, *, already: int = 0
) -> list[tuple[Place, int]]:
    """Return where an amount goes: part by part, each up to what it still needs.

    already: what an earlier amount of the same act has taken of the parts. The last part takes
    what is above all of them.
    """
    found: list[tuple[Place, int]] = []
    left, skip = fen, already
    for number, (village, campaign, batch, needs) in enumerate(parts):
        used = min(skip, needs)
        skip -= used
        last = number == len(parts) - 1
        share = left if last else min(left, needs - used)
        if share:
            found.append(((village, campaign, batch), share))
            left -= share
    return found
