"""Administrative divisions, and the villages people work in."""

from sqlalchemy import BigInteger, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import BY_COUNTY, REFERENCE, CountyRow, Model, bigint_key


class Division(Model):
    """A county, township or village of the statistics office. level: COUNTY, TOWNSHIP, VILLAGE."""

    __tablename__ = "divisions"
    code: Mapped[int] = bigint_key()
    name: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(Text)
    parent: Mapped[int] = mapped_column(BigInteger)
    __table_args__ = (Index(None, "parent"), {"info": REFERENCE})


class Village(CountyRow, Model):
    """A village we work in: the lock, the version counter and the number counters.

    ver: version of the last write in the village, `epoch_no * 2**40 + n`.
    next_n: next number of an entity made on the server. next_batch_no: next batch number.
    """

    __tablename__ = "villages"
    id: Mapped[int] = bigint_key()
    township: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(Text)
    ver: Mapped[int] = mapped_column(BigInteger)
    min_ver: Mapped[int] = mapped_column(BigInteger, default=0)
    next_n: Mapped[int] = mapped_column(BigInteger, default=1)
    next_batch_no: Mapped[int] = mapped_column(BigInteger, default=1)
    audit_no: Mapped[int] = mapped_column(BigInteger, default=0)
    audit_head: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    __table_args__ = (Index(None, "county", "township"), {"info": BY_COUNTY})
