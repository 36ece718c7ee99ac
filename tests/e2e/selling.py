"""Put every sample product on sale in the demo village, by the commands and functions people use.

Run as a command on the data of a server; prints {product code: campaign} as JSON.
"""

import json
import sys
from pathlib import Path
from typing import Any

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
    if code == "LN-MUTUAL-2026":
        changes["fields"] = _without_camera(code)
    with transaction() as session:
        version = products.new_version(session, code, changes, by=users[AUTHOR], at=at)
        products.submit(session, code, version, by=users[AUTHOR])
    _run(runner, "products", "publish", code, str(version), "--by", SECOND)
    with transaction() as session:
        return open_campaign(
            session, COUNTY, product=code, version=version, name=NAMES[code],
            opens_on=today.isoformat(), closes_on=dates.pay_by, scheme_start_on=None, target_bp=None,
            villages=[VILLAGE], partner=PARTNERS.get(code), by=users[AUTHOR], at=at,
        )  # fmt: skip


def _without_camera(code: str) -> list[dict[str, Any]]:
    """Return the questions with photos left to choice: a browser without a camera takes none."""
    fields = json.loads((TEMPLATES / f"{code}.json").read_text(encoding="utf-8"))["fields"]
    return [{**one, "required": one["required"] and one["type"] != "photo"} for one in fields]


def _run(runner, *arguments: str) -> None:
    done = runner.invoke(args=list(arguments))
    assert done.exit_code == 0, f"{arguments}: {done.output}"


if __name__ == "__main__":
    main()
