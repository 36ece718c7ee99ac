"""What a template must fulfil before it is sold, beyond its schema (semantics section 1).

Faults are [path, code] pairs; the schema was checked before, so members have their types.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from app.civil_date import known_date
from app.text import is_empty

Json = dict[str, Any]
Fault = tuple[str, str]

MAX_DEPTH = 4
# Asking for these needs a purpose this trade does not have (PIPL art. 28): such fields are refused.
REFUSED = (
    "民族", "族别", "宗教", "信仰", "信教", "教派", "健康", "病史", "患病", "疾病", "病情",
    "病症", "慢性病", "大病", "重病", "体检", "怀孕", "孕期", "血型", "基因", "传染", "艾滋",
    "精神病", "服药", "用药",
    "ethnic", "nationality", "religio", "faith", "health", "disease", "illness", "sickness",
    "medical_history", "medical history", "pregnan", "blood_type", "blood type", "genetic", "hiv",
)  # fmt: skip
FACTS = {
    "PERSON": {"@age", "@sex", "@occ", "@poverty", "@residence", "@minor", "@plan"},
    "HOUSEHOLD": {"@poverty"},
    "GROUP": set[str](),
}


def check_template(template: Json) -> list[Fault]:
    """Return what the schema cannot say, sorted by path.

    Codes: CODE_TWICE, CONSENT_TWICE, DATE_UNKNOWN, RANGE_REVERSED, CONDITION_DEEP,
    CONDITION_UNKNOWN (names no earlier field and no fact of its scope), FIELD_REFUSED (asks for
    ethnicity, religion or health).
    """
    return sorted(
        [
            *_unique(template), *_dates(template), *_ranges(template), *_conditions(template),
            *_refused(template),
        ]
    )  # fmt: skip


def _refused(template: Json) -> Iterator[Fault]:
    for index, field in enumerate(template.get("fields") or []):
        texts = [field["code"], *field["title"].values(), *(field.get("help") or {}).values()]
        for choice in field.get("choices") or []:
            texts += choice["title"].values()
        spoken = " ".join(text for text in texts if not is_empty(text)).lower()
        if any(word in spoken for word in REFUSED):
            yield f"fields[{index}]", "FIELD_REFUSED"


def _unique(template: Json) -> Iterator[Fault]:
    for name in ("plans", "subsidies", "fields"):
        yield from _twice(name, (one["code"] for one in template.get(name) or []))
    for index, plan in enumerate(template["plans"]):
        yield from _twice(f"plans[{index}].benefits", (one["code"] for one in plan["benefits"]))
    for index, field in enumerate(template.get("fields") or []):
        values = (one["value"] for one in field.get("choices") or [])
        yield from _twice(f"fields[{index}].choices", values)
    kinds = (one["kind"] for one in template.get("consents") or [])
    yield from _twice("consents", kinds, "CONSENT_TWICE")


def _twice(path: str, codes: Iterable[Any], fault: str = "CODE_TWICE") -> Iterator[Fault]:
    seen = set()
    for index, code in enumerate(codes):
        if code in seen:
            yield f"{path}[{index}]", fault
        seen.add(code)


def _dates(template: Json) -> Iterator[Fault]:
    sale, start = template["sale"], template["start"]
    dates = {"sale.from": sale["from"], "sale.to": sale["to"]}
    for name in ("month_day", "pay_by"):  # must exist in every year, so in one that is no leap year
        dates[f"start.{name}"] = start.get(name) and f"2001-{start[name]}"
    for index, field in enumerate(template.get("fields") or []):
        if field["type"] == "date":
            dates[f"fields[{index}].min"] = field.get("min")
            dates[f"fields[{index}].max"] = field.get("max")
    for path, text in dates.items():
        if text is not None and known_date(text) is None:
            yield path, "DATE_UNKNOWN"


def _ranges(template: Json) -> Iterator[Fault]:
    sale, age = template["sale"], template.get("age") or {}
    group, band = template.get("group") or {}, template.get("sum_insured_band") or {}
    pairs = [
        ("sale", sale["from"], sale["to"]),
        ("group", group.get("min_lives"), group.get("max_lives")),
        ("sum_insured_band", band.get("min_fen"), band.get("max_fen")),
        ("age.max_years", age.get("min_years"), age.get("max_years")),
        ("age.renew_max_years", age.get("max_years"), age.get("renew_max_years")),
    ]
    for index, field in enumerate(template.get("fields") or []):
        pairs.append((f"fields[{index}]", field.get("min"), field.get("max")))
    pairs.extend(_matched(template))
    for path, low, high in pairs:
        if low is not None and high is not None and low > high:
            yield path, "RANGE_REVERSED"


def _matched(template: Json) -> Iterator[tuple[str, int, int]]:
    """Yield the ranges of age and occupation class in rates and subsidies."""
    rows = {
        f"plans[{number}].rates[{index}]": rate
        for number, plan in enumerate(template["plans"])
        for index, rate in enumerate(plan["rates"])
    }
    subsidies = enumerate(template.get("subsidies") or [])
    rows |= {f"subsidies[{index}]": row for index, row in subsidies}
    for path, row in rows.items():
        for key in ("age", "occ"):
            limits = (row.get("when") or {}).get(key)
            if limits:
                yield f"{path}.when.{key}", limits[0], limits[1]


def _conditions(template: Json) -> Iterator[Fault]:
    earlier = {scope: set(facts) for scope, facts in FACTS.items()}
    for index, field in enumerate(template.get("fields") or []):
        known = earlier[field["scope"]]
        rule = field.get("visible_when")
        if rule:
            path = f"fields[{index}].visible_when"
            if _depth(rule) > MAX_DEPTH:
                yield path, "CONDITION_DEEP"
            if not _names(rule) <= known:
                yield path, "CONDITION_UNKNOWN"
        known.add(field["code"])


def _parts(rule: Json) -> list[Json]:
    return [*rule.get("all", []), *rule.get("any", []), *([rule["not"]] if "not" in rule else [])]


def _depth(rule: Json) -> int:
    return 1 + max((_depth(part) for part in _parts(rule)), default=0)


def _names(rule: Json) -> set[str]:
    found = {rule["field"]} if "field" in rule else set[str]()
    return found.union(*(_names(part) for part in _parts(rule)))
