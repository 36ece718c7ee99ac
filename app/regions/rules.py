"""Areas: a division code of any level covers everything below it (contracts.md 1.1)."""

from collections.abc import Iterable

VILLAGE_DIGITS = 12


def covers(area: int, village: int) -> bool:
    """Tell whether an area (6, 9 or 12 digits) holds a village (12 digits)."""
    scale: int = 10 ** (VILLAGE_DIGITS - len(str(area)))
    return area == village // scale


def in_scope(areas: Iterable[int], village: int) -> bool:
    """Tell whether one of the areas holds the village."""
    return any(covers(area, village) for area in areas)


def short_name(name: str) -> str:
    """Return what people call a village: `官田村` of `官田村民委员会`, `南坝社区` of the like."""
    for official, spoken in (("村民委员会", "村"), ("社区居民委员会", "社区")):
        if name.endswith(official):
            return name.removesuffix(official) + spoken
    return name


def village_range(area: int) -> tuple[int, int]:
    """Return the first and last village code an area can hold."""
    scale: int = 10 ** (VILLAGE_DIGITS - len(str(area)))
    return area * scale, (area + 1) * scale - 1
