"""The lines of one batch as a supervisor reads them, and the totals they add up to."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.batches import review
from app.batches.models import Batch
from app.enrollment.dossiers import Dossier, dossiers
from app.enrollment.models import Enrollment


@dataclass(frozen=True)
class Line:
    """One household of a batch, as both sides see it."""

    dossier: Dossier
    due_fen: int
    collected_fen: int
    claimed_fen: int | None
    computed_fen: int | None

    @property
    def id(self) -> str:
        """Return the enrollment's id."""
        return self.dossier.enrollment.id

    @property
    def status(self) -> str:
        """Return the enrollment's status."""
        return self.dossier.enrollment.status

    @property
    def findings(self) -> list[dict[str, Any]]:
        """Return the findings, blocking ones first."""
        found = self.dossier.enrollment.findings or []
        return sorted(found, key=lambda finding: finding["severity"] != "BLOCK")

    @property
    def difference_fen(self) -> int:
        """Return what was collected above what was due."""
        return self.collected_fen - self.due_fen

    @property
    def blocked(self) -> bool:
        """Tell whether a finding stops acceptance."""
        return bool(review.blocking(self.findings))

    @property
    def clean(self) -> bool:
        """Tell whether the line can be accepted unseen."""
        return review.is_clean(self.status, self.findings, self.difference_fen)

    @property
    def acceptable(self) -> bool:
        """Tell whether the line can be accepted."""
        return review.accept_refusal(self.status, self.findings) is None


def lines(session: Session, batch: Batch) -> list[Line]:
    """Return the lines of a batch, in the order of the walk."""
    wanted = session.scalars(
        select(Enrollment.id).where(
            Enrollment.county == batch.county,
            Enrollment.village == batch.village,
            Enrollment.batch == batch.id,
            Enrollment.deleted.is_(False),
        )
    ).all()
    return [as_line(d) for d in dossiers(session, batch.county, batch.village, wanted)]


def as_line(dossier: Dossier) -> Line:
    """Return the figures of one dossier."""
    computed = dossier.enrollment.computed or {}
    claimed = dossier.enrollment.claimed or {}
    return Line(
        dossier,
        own_share(computed),
        dossier.collected_fen,
        claimed.get("premium_fen"),
        computed.get("premium_fen"),
    )


def own_share(computed: dict[str, Any] | None) -> int:
    """Return what the household itself owes, 0 while nothing is computed."""
    return ((computed or {}).get("shares") or {}).get("INDIVIDUAL") or 0


def server_totals(found: Sequence[Line]) -> dict[str, Any]:
    """Return the totals of lines in the shape of `batches.totals`; withdrawn lines are out."""
    shares: dict[str, int] = defaultdict(int)
    collected: dict[str, int] = defaultdict(int)
    kept = [line for line in found if line.status != "WITHDRAWN"]
    for line in kept:
        for payer, fen in ((line.dossier.enrollment.computed or {}).get("shares") or {}).items():
            shares[payer] += fen
        for money in line.dossier.collections:
            collected[money.method or "CASH"] += money.amount_fen or 0
    return {
        "households": len(kept),
        "persons": sum(len(line.dossier.included) for line in kept),
        "premium_fen": sum(line.computed_fen or 0 for line in kept),
        "shares": dict(shares),
        "collected": dict(collected),
    }
