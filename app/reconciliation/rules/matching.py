"""Which line of a bank statement pays what is due. Pure; money in whole fen.

Nothing uncertain is booked: AMBIGUOUS, SUGGESTED and UNMATCHED lines wait for a person.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from app.reconciliation.rules.cells import plain
from app.reconciliation.rules.statement import Line

BOOKED = ("MERGED", "MATCHED", "SPLIT", "AMOUNT_DIFF")
_REVERSAL = ("冲正", "退回", "红字")
_INTEREST = ("利息", "结息")


@dataclass(frozen=True)
class Due:
    """What should come in. kind: VILLAGE (keyword: the village's name) or RECEIPT.

    payers: names whose account may pay. received_fen: what came with earlier statements.
    """

    ref: str
    kind: str
    keyword: str | None
    payers: Sequence[str]
    amount_fen: int
    received_fen: int = 0


@dataclass
class Verdict:
    """What a line is.

    status: DUPLICATE, REVERSED, OUTGOING, IGNORED, MERGED, MATCHED, AMBIGUOUS, SPLIT,
    AMOUNT_DIFF, SUGGESTED or UNMATCHED. refs: what it pays, [(due, fen)].
    candidates, by: the dues it could pay, and whether KEYWORD or PAYER says so.
    partner: place in the list of the line that reverses it, that it reverses or repeats.
    """

    line: Line
    status: str = ""
    refs: list[tuple[str, int]] = field(default_factory=list)
    excess_fen: int = 0
    candidates: Sequence[str] = ()
    by: str | None = None
    partner: int | None = None


@dataclass(frozen=True)
class Result:
    """The verdicts in the order of matching, and per due what it received and its state."""

    verdicts: Sequence[Verdict]
    received: Mapping[str, int]
    states: Mapping[str, str]


def match(lines: Sequence[Line], dues: Sequence[Due], known: Collection[str] = ()) -> Result:
    """Judge the lines of a statement against what is due.

    known: keys of lines of earlier statements. Order: date, time, place in the file.
    """
    ordered = sorted(lines, key=lambda line: (line.received_on, line.time, line.place))
    verdicts = [Verdict(line) for line in ordered]
    _set_aside(verdicts, set(known))
    named = _Names(dues)
    waiting = [verdict for verdict in verdicts if not verdict.status]
    for verdict in waiting:
        verdict.candidates, verdict.by = named.candidates(verdict.line)
    book = _Book(dues)
    for verdict in waiting:
        _whole(verdict, book)
    _parts([verdict for verdict in waiting if not verdict.status], book)
    _suggest([verdict for verdict in waiting if not verdict.status], dues, book)
    over = {verdict.refs[0][0] for verdict in verdicts if verdict.excess_fen}
    states = {due.ref: _state(due, book.received[due.ref], due.ref in over) for due in dues}
    return Result(verdicts, book.received, states)


class _Book:
    """What each due has received so far."""

    def __init__(self, dues: Sequence[Due]) -> None:
        self.amount = {due.ref: due.amount_fen for due in dues}
        self.received = {due.ref: due.received_fen for due in dues}

    def open(self, ref: str) -> int:
        return max(self.amount[ref] - self.received[ref], 0)

    def book(self, verdict: Verdict, status: str, refs: Sequence[tuple[str, int]]) -> None:
        verdict.status, verdict.refs = status, list(refs)
        for ref, fen in refs:
            self.received[ref] += fen


class _Names:
    """Finds the dues that a line names."""

    def __init__(self, dues: Sequence[Due]) -> None:
        self._by_keyword: dict[str, list[str]] = defaultdict(list)
        self._by_payer: dict[str, list[str]] = defaultdict(list)
        for due in dues:
            keyword = plain(due.keyword or "")
            if due.kind == "VILLAGE" and keyword:
                self._by_keyword[keyword].append(due.ref)
            for payer in dict.fromkeys(map(plain, due.payers)):
                self._by_payer[payer].append(due.ref)
        self._order = {due.ref: place for place, due in enumerate(dues)}

    def candidates(self, line: Line) -> tuple[list[str], str | None]:
        """Return the dues a line may pay, and whether KEYWORD or PAYER says so."""
        texts = [plain(text) for text in (line.payer, line.summary, line.remark)]
        words = {word for text in texts for word in self._words(text)}
        refs = [ref for word in words for ref in self._by_keyword[word]]
        if refs:
            return sorted(refs, key=self._order.__getitem__), "KEYWORD"
        refs = self._by_payer.get(texts[0], []) if texts[0] else []
        return list(refs), "PAYER" if refs else None

    def _words(self, text: str) -> set[str]:
        """Return the keywords in a text; one inside a longer one is not meant."""
        spans = [
            (start, start + len(word), word)
            for word in self._by_keyword
            for start in _places(word, text)
        ]
        return {
            word
            for start, end, word in spans
            if not any(
                first <= start and end <= last and last - first > end - start
                for first, last, _ in spans
            )
        }


def _places(word: str, text: str) -> list[int]:
    found, at = [], text.find(word)
    while at >= 0:
        found.append(at)
        at = text.find(word, at + 1)
    return found


def is_reversal(line: Line) -> bool:
    """Tell whether a line says that it takes another one back."""
    text = plain(line.summary) + " " + plain(line.remark)
    return line.in_fen < 0 or any(word in text for word in _REVERSAL)


def _set_aside(verdicts: Sequence[Verdict], known: set[str]) -> None:
    """Judge what is no payment: repeated, reversed, outgoing, interest."""
    seen: dict[str, int | None] = dict.fromkeys(known)
    for place, verdict in enumerate(verdicts):
        line = verdict.line
        text = plain(line.summary) + " " + plain(line.remark)
        if line.key in seen:
            verdict.status, verdict.partner = "DUPLICATE", seen[line.key]
            continue
        if line.serial:  # two lines without a serial may be alike and yet two
            seen[line.serial] = place
        if line.in_fen < 0 or (line.out_fen and is_reversal(line)):
            _reverse(verdicts, place)
        elif line.out_fen:
            verdict.status = "OUTGOING"
        elif any(word in text for word in _INTEREST):
            verdict.status = "IGNORED"


def _reverse(verdicts: Sequence[Verdict], place: int) -> None:
    """Pair a reversal with the nearest earlier line of the same payer and amount."""
    reversal = verdicts[place]
    amount = reversal.line.out_fen or -reversal.line.in_fen
    payer = plain(reversal.line.payer)
    for before in range(place - 1, -1, -1):
        earlier = verdicts[before]
        if (
            earlier.status in ("", "IGNORED")
            and earlier.line.in_fen == amount
            and plain(earlier.line.payer) == payer
        ):
            earlier.status = reversal.status = "REVERSED"
            earlier.partner, reversal.partner = place, before
            return
    reversal.status = "OUTGOING"


def _whole(verdict: Verdict, book: _Book) -> None:
    """Pass A: the line pays several dues it names, or one due, exactly."""
    amount = verdict.line.in_fen
    if amount <= 0:
        return
    still = [(ref, book.open(ref)) for ref in verdict.candidates if book.open(ref)]
    equal = [ref for ref, fen in still if fen == amount]
    if verdict.by == "KEYWORD" and len(still) > 1 and sum(fen for _, fen in still) == amount:
        book.book(verdict, "MERGED", still)
    elif len(equal) == 1:
        book.book(verdict, "MATCHED", [(equal[0], amount)])
    elif equal:
        verdict.status = "AMBIGUOUS"


def _parts(verdicts: Sequence[Verdict], book: _Book) -> None:
    """Pass B: several lines pay one due together; a single one of another amount in part."""
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if len(verdict.candidates) == 1 and verdict.line.in_fen > 0:
            groups[verdict.candidates[0]].append(verdict)
    for ref, group in groups.items():
        together = sum(verdict.line.in_fen for verdict in group)
        split = len(group) > 1 and together == book.open(ref)
        for verdict in group:
            fen = min(verdict.line.in_fen, book.open(ref))
            verdict.excess_fen = verdict.line.in_fen - fen
            book.book(verdict, "SPLIT" if split else "AMOUNT_DIFF", [(ref, fen)])


def _suggest(verdicts: Sequence[Verdict], dues: Sequence[Due], book: _Book) -> None:
    """Pass C: a line that names nobody, but the only one of the amount of the only open due."""
    untouched: dict[int, list[str]] = defaultdict(list)
    for due in dues:
        if not book.received[due.ref]:
            untouched[due.amount_fen].append(due.ref)
    nameless = [verdict for verdict in verdicts if not verdict.candidates]
    count = Counter(verdict.line.in_fen for verdict in nameless)
    for verdict in verdicts:
        amount = verdict.line.in_fen
        verdict.status = "UNMATCHED"
        if not verdict.candidates and amount > 0 and count[amount] == 1:
            fitting = untouched.get(amount, [])
            if len(fitting) == 1:
                verdict.status, verdict.refs = "SUGGESTED", [(fitting[0], amount)]


def _state(due: Due, received_fen: int, over: bool) -> str:
    if received_fen <= 0:
        return "OPEN"
    if received_fen < due.amount_fen:
        return "SHORT"
    return "OVER" if over or received_fen > due.amount_fen else "BALANCED"
