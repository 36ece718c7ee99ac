"""What the statements of the lists behind the figures have in common: joins and filters."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Install, User
from app.accounts.rules import Actor
from app.campaigns.models import Campaign
from app.campaigns.queries import campaign_names
from app.enrollment.models import Enrollment
from app.inbox.arrival import INSTALL
from app.lists.listing import Filter
from app.regions.models import Division, Village
from app.regions.queries import townships_of, villages_of
from app.regions.rules import short_name, village_range
from app.rosters.models import Household

PHONE, AGENT = aliased(Install), aliased(User)


def with_place(statement: Any, fact: Any) -> Any:
    """Join the village, its township and the campaign of a row that stands by an enrollment."""
    return (
        statement.join(Village, (Village.county == fact.county) & (Village.id == fact.village))
        .outerjoin(Division, Division.code == Village.township)
        .join(
            Campaign,
            (Campaign.county == Enrollment.county) & (Campaign.id == Enrollment.campaign),
        )
    )


def with_home(statement: Any) -> Any:
    """Join the household of an enrollment."""
    return statement.join(
        Household,
        (Household.county == Enrollment.county)
        & (Household.village == Enrollment.village)
        & (Household.id == Enrollment.household),
    )


def with_agent(statement: Any) -> Any:
    """Join who made an enrollment: the agent of the phone that its id names."""
    return statement.outerjoin(
        PHONE,
        (PHONE.county == Enrollment.county) & (PHONE.id == func.substr(Enrollment.id, 1, INSTALL)),
    ).outerjoin(AGENT, (AGENT.county == PHONE.county) & (AGENT.id == PHONE.agent))


def places(session: Session, by: Actor, column: Any) -> list[Filter]:
    """Return the filters of place."""
    villages = villages_of(session, by.county, by.areas)
    return [
        Filter(
            "township", "乡镇", townships_of(session, by.county, by.areas),
            lambda code: column.between(*village_range(int(code))),
        ),
        Filter(
            "village", "村", [(str(one.id), short_name(one.name)) for one in villages],
            lambda code: column == int(code),
        ),
    ]  # fmt: skip


def campaigns(session: Session, by: Actor) -> list[tuple[str, str]]:
    """Return (id, name) of the campaigns of the county."""
    return campaign_names(session, by.county)


def by_agent(county: int, user: str) -> Any:
    """Return the condition that a phone of an agent made an enrollment."""
    phones = select(Install.id).where(Install.county == county, Install.agent == user)
    return func.substr(Enrollment.id, 1, INSTALL).in_(phones)
