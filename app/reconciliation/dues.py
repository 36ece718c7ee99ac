"""What should come in within an area: premium of batches, remittances of agents, transfers.

Money that will arrive by a remittance or a transfer of its own is not expected from the village a
second time: the batch's due is what remains.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.batches import display
from app.batches.models import Batch
from app.campaigns.models import CampaignVillage, Policyholder
from app.enrollment.models import Enrollment
from app.products.rules.subsidy import PAYERS
from app.reconciliation.areas import villages_in
from app.reconciliation.channels import Channel, remittance_dues, transfer_dues
from app.reconciliation.models import Payment, WriteOff
from app.reconciliation.rules.matching import Due
from app.regions.models import Division, Village
from app.regions.rules import short_name

EXPECTED = ("APPROVED", "RECONCILED")
TAKEN = ("ACCEPTED", "POLICY_ISSUED")
Key = tuple[int, str]  # village, batch
Pot = tuple[int, str]  # village, campaign


@dataclass(frozen=True)
class OpenDue:
    """One thing that should come in. kind: BATCH, REMITTANCE, RECEIPT; id: of that thing.

    shares: {payer: fen} of a batch. parts: where money for it goes, [(village, campaign, batch,
    fen)]; keyword: None unless one village is meant.
    """

    kind: str
    id: str
    village: int | None
    name: str
    keyword: str | None
    payers: Sequence[str]
    amount_fen: int
    received_fen: int
    parts: Sequence[tuple[int, str, str | None, int]]
    shares: dict[str, int]

    @property
    def ref(self) -> str:
        """Return what names it in forms."""
        return f"{self.kind}:{self.village or 0}:{self.id}"

    @property
    def open_fen(self) -> int:
        """Return what has not come in."""
        return max(self.amount_fen - self.received_fen, 0)

    def as_rule(self) -> Due:
        """Return it as the rules see it."""
        kind = "VILLAGE" if self.keyword else "RECEIPT"
        return Due(self.ref, kind, self.keyword, self.payers, self.amount_fen, self.received_fen)


def open_dues(session: Session, county: int, area: int) -> list[OpenDue]:
    """Return what should come in for the villages of an area, those paid already included."""
    rows = _batches(session, county, area)
    names = _Names(session, county, area)
    channels = [
        *remittance_dues(session, county, area),
        *transfer_dues(session, county, area, EXPECTED),
    ]
    elsewhere: dict[Key, int] = defaultdict(int)
    for channel in channels:
        for village, _campaign, batch, fen in channel.pending:
            if batch is not None:
                elsewhere[village, batch] += fen
    sums = _Sums(session, county, area, [batch for batch, *_ in rows])
    dues = [
        _batch_due(batch, holder, agent, names, sums, elsewhere[batch.village, batch.id])
        for batch, holder, agent in rows
    ]
    return dues + [_channel_due(channel, names) for channel in channels]


@dataclass(frozen=True)
class Missing:
    """A batch that is not paid exactly. fen: due minus received, negative if too much came.

    on_the_way_fen: of it, what will come by remittances and transfers of their own.
    """

    due: OpenDue
    campaign: str
    fen: int
    on_the_way_fen: int


def missing(session: Session, county: int, area: int) -> list[Missing]:
    """Return the batches of an area that are not paid exactly."""
    dues = open_dues(session, county, area)
    pending: dict[tuple[int, str | None], int] = defaultdict(int)
    for due in dues:
        if due.kind != "BATCH":
            for village, _campaign, batch, fen in due.parts:
                pending[village, batch] += fen
    found = []
    for due in dues:
        if due.kind == "BATCH":
            village, campaign, batch, direct = due.parts[0]
            fen = direct + pending[village, batch] - due.received_fen
            if fen:
                found.append(Missing(due, campaign, fen, pending[village, batch]))
    return found


def _batches(
    session: Session, county: int, area: int
) -> list[tuple[Batch, Policyholder | None, str | None]]:
    found = session.execute(
        select(Batch, Policyholder, User.name)
        .outerjoin(
            CampaignVillage,
            (CampaignVillage.county == Batch.county)
            & (CampaignVillage.campaign == Batch.campaign)
            & (CampaignVillage.village == Batch.village),
        )
        .outerjoin(
            Policyholder,
            (Policyholder.county == Batch.county)
            & (Policyholder.village == Batch.village)
            & (Policyholder.id == CampaignVillage.policyholder),
        )
        .outerjoin(User, (User.county == Batch.county) & (User.id == Batch.submitted_by))
        .where(
            Batch.county == county, villages_in(Batch.village, area),
            Batch.status.in_(EXPECTED), Batch.deleted.is_(False),
        )
        .order_by(Batch.village, Batch.batch_no)
    )  # fmt: skip
    return [(batch, holder, agent) for batch, holder, agent in found]


class _Names:
    """Spoken names of villages; of two alike in an area only the township makes one meant."""

    def __init__(self, session: Session, county: int, area: int) -> None:
        rows = session.execute(
            select(Village.id, Village.name, Division.name)
            .outerjoin(Division, Division.code == Village.township)
            .where(Village.county == county, villages_in(Village.id, area))
        ).all()
        self.short = {village: short_name(name) for village, name, _ in rows}
        count = Counter(self.short.values())
        self.keyword = {
            village: ("" if count[self.short[village]] == 1 else township or "")
            + self.short[village]
            for village, _, township in rows
        }


class _Sums:
    """Due, received and written off of every batch, each in one statement."""

    def __init__(self, session: Session, county: int, area: int, batches: Sequence[Batch]) -> None:
        self.shares = _shares(session, county, villages_in(Enrollment.village, area), EXPECTED)
        self.written: dict[Key, int] = {
            (village, batch): int(fen)  # PostgreSQL adds up to decimals
            for village, batch, fen in session.execute(
                select(WriteOff.village, WriteOff.batch, func.sum(WriteOff.fen))
                .where(
                    WriteOff.county == county, villages_in(WriteOff.village, area),
                    WriteOff.state == "APPROVED",
                )
                .group_by(WriteOff.village, WriteOff.batch)
            )
        }  # fmt: skip
        self.received = self._received(session, county, area, batches)

    def due(self, key: Key, of: Mapping[Key, Mapping[str, int]] | None = None) -> int:
        shares = (self.shares if of is None else of).get(key, {})
        total = sum(fen for payer, fen in shares.items() if payer != "INSURER")
        return total - self.written.get(key, 0)

    def _received(
        self, session: Session, county: int, area: int, batches: Sequence[Batch]
    ) -> dict[Key, int]:
        """Return what each batch received; payments of a whole village fill batch by batch."""
        own: dict[Key, int] = defaultdict(int)
        common: dict[Pot, int] = defaultdict(int)
        for village, campaign, batch, fen in session.execute(
            select(Payment.village, Payment.campaign, Payment.batch, func.sum(Payment.amount_fen))
            .where(Payment.county == county, villages_in(Payment.village, area))
            .group_by(Payment.village, Payment.campaign, Payment.batch)
        ):
            if batch is None:
                common[village, campaign] += int(fen)
            else:
                own[village, batch] += int(fen)
        self._leave_issued(session, county, own, common)
        for one in batches:
            key, pot = (one.village, one.id), (one.village, one.campaign)
            fills = min(max(self.due(key) - own[key], 0), max(common[pot], 0))
            own[key] += fills
            common[pot] -= fills
        return own

    def _leave_issued(
        self, session: Session, county: int, own: Mapping[Key, int], common: dict[Pot, int]
    ) -> None:
        """Take out of the payments of whole villages what those insured already were paid with."""
        villages = {village for (village, _), fen in common.items() if fen}
        if not villages:
            return
        rows = session.execute(
            select(Batch.village, Batch.campaign, Batch.id).where(
                Batch.county == county, Batch.village.in_(villages), Batch.status == "ISSUED",
                Batch.deleted.is_(False),
            )
        ).all()  # fmt: skip
        shares = _shares(session, county, Enrollment.village.in_(villages), ("ISSUED",))
        for village, campaign, batch in rows:
            key = (village, batch)
            common[village, campaign] -= self.due(key, shares) - own.get(key, 0)


def _shares(
    session: Session, county: int, within: ColumnElement[bool], statuses: Sequence[str]
) -> dict[Key, dict[str, int]]:
    """Return {(village, batch): {payer: fen}} of the accepted lines of batches of some states."""
    sums = [
        func.sum(func.coalesce(Enrollment.computed["shares", payer].as_integer(), 0))
        for payer in PAYERS
    ]
    rows = session.execute(
        select(Enrollment.village, Enrollment.batch, *sums)
        .join(
            Batch,
            (Batch.county == Enrollment.county)
            & (Batch.village == Enrollment.village)
            & (Batch.id == Enrollment.batch),
        )
        .where(
            Enrollment.county == county, within, Enrollment.status.in_(TAKEN),
            Enrollment.deleted.is_(False), Batch.status.in_(statuses),
        )
        .group_by(Enrollment.village, Enrollment.batch)
    )  # fmt: skip
    return {
        (village, batch): dict(zip(PAYERS, (int(fen or 0) for fen in found), strict=True))
        for village, batch, *found in rows
    }


def _batch_due(
    batch: Batch,
    holder: Policyholder | None,
    agent: str | None,
    names: _Names,
    sums: _Sums,
    elsewhere_fen: int,
) -> OpenDue:
    key = batch.village, batch.id
    contact = (holder.contact or {}).get("name") if holder else None
    payers = [name for name in (holder.name if holder else None, contact, agent) if name]
    amount = max(sums.due(key) - elsewhere_fen, 0)
    return OpenDue(
        "BATCH", batch.id, batch.village,
        display.batch_name(names.short.get(batch.village, ""), batch.batch_no),
        names.keyword.get(batch.village), payers, amount, sums.received.get(key, 0),
        [(batch.village, batch.campaign, batch.id, amount)],
        {payer: fen for payer, fen in sums.shares.get(key, {}).items() if fen},
    )  # fmt: skip


def _channel_due(channel: Channel, names: _Names) -> OpenDue:
    villages = {village for village, *_ in channel.pending} or {channel.village or 0}
    keyword = names.keyword.get(next(iter(villages))) if len(villages) == 1 else None
    return OpenDue(
        channel.kind, channel.id, channel.village, channel.name,
        keyword if channel.kind == "REMITTANCE" else None, channel.payers, channel.amount_fen,
        channel.received_fen, channel.pending, {},
    )  # fmt: skip
