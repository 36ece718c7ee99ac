"""Put every sample product on sale in the demo village, by the commands and functions people use.

Run as a command on the data of a server; prints {product code: campaign} as JSON. With an argument
it only publishes the demo product for sale until that day.
"""

import json
import sys
from pathlib import Path

from sqlalchemy import select

from app import clock, create_app
from app.accounts.models import Login
from app.campaigns.models import Campaign
from app.campaigns.service import open_campaign
from app.db import db, transaction
from app.demo.seed import COUNTY, PRODUCT, VILLAGE, dates_from
from app.products import service as products
from config import Config

TEMPLATES = Path(__file__).parents[1] / "fixtures" / "templates"
AUTHOR, SECOND = "admin01", "admin02"
PARTNERS = {
    "JP-COOP-2026": {"name": "达川区供销合作社", "kind": "SUPPLY_COOP"},
    "PR-RETURN-2026": {"name": "达川区乡村振兴局", "kind": "GOVERNMENT"},
}
NAMES = {
    "HH-150-2026": "农家保", "JP-COOP-2026": "供销社联办",
    "PR-RETURN-2026": "防返贫保", "MG-ACC-2026": "小型团单", "LN-MUTUAL-2026": "互助社借款",
}  # fmt: skip


def main() -> None:
    """Import and publish the samples as they are, then this season's versions; open campaigns."""
    app = create_app(Config.from_environment())
    runner = app.test_cli_runner()
    found = {}
    with app.app_context():
        if len(sys.argv) > 1:
            _publish(runner, PRODUCT, {"sale": {"from": clock.today(), "to": sys.argv[1]}})
            return
        found[PRODUCT] = db.session.scalar(select(Campaign.id))  # the demo county sells it already
        for file in sorted(TEMPLATES.glob("*.json")):
            if file.stem != PRODUCT:
                _run(runner, "products", "draft", str(file), "--by", AUTHOR)
                _run(runner, "products", "publish", file.stem, "1", "--by", SECOND)
                found[file.stem] = _sell(runner, file.stem)
    sys.stdout.write(json.dumps(found))


def _sell(runner, code: str) -> str:
    """Publish a version whose sale window holds today, and open its campaign in the village."""
    today = clock.as_date(clock.today())
    dates = dates_from(today)
    at = clock.now()
    users = dict(db.session.execute(select(Login.login_name, Login.user)).all())
    changes = {"sale": {"from": today.isoformat(), "to": dates.scheme_start}}
    version = _publish(runner, code, changes)
    with transaction() as session:
        return open_campaign(
            session, COUNTY, product=code, version=version, name=NAMES[code],
            opens_on=today.isoformat(), closes_on=dates.pay_by, scheme_start_on=None, target_bp=None,
            villages=[VILLAGE], partner=PARTNERS.get(code), by=users[AUTHOR], at=at,
        )  # fmt: skip


def _publish(runner, code: str, changes: dict) -> int:
    """Make a version that differs in `changes`, by one person, and publish it by another."""
    author = db.session.scalars(select(Login.user).where(Login.login_name == AUTHOR)).one()
    with transaction() as session:
        version = products.new_version(session, code, changes, by=author, at=clock.now())
        products.submit(session, code, version, by=author)
    _run(runner, "products", "publish", code, str(version), "--by", SECOND)
    return version


def _run(runner, *arguments: str) -> None:
    done = runner.invoke(args=list(arguments))
    assert done.exit_code == 0, f"{arguments}: {done.output}"


if __name__ == "__main__":
    main()
