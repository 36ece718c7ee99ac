/** What the practice store is filled from: answers inside this page. It takes no work, and nothing leaves the phone. */

import { portionsOf } from './rows.js';
import { PRACTICE_VILLAGE, practiceRows } from './people.js';

/** @import { Template } from '../products/types.d.ts' */
/** @import { Campaign, Dictionary } from '../phone.d.ts' */
/** @typedef {{ template: Template, campaign: Campaign, dictionaries: Record<string, Dictionary>, name: string, today: string }} Practice what is practised with: only what is printed in every brochure */

const COUNTY = 990000;
const INSTALL = 'practce000';
const EPOCH = [1, 'practice'];
const VER = 2 ** 40;

/**
 * @param {Practice} practice
 * @returns {(path: string, method: string) => { status: number, body: unknown } | null} null: this is not answered
 */
export function practiceServer({ template, campaign, dictionaries, name, today }) {
  const sold = { ...campaign, id: 'practice', partner: null, status: 'OPEN', opens_on: today, villages: [{ village: PRACTICE_VILLAGE, target_bp: null, roster_version: 1 }] };
  const groups = portionsOf(practiceRows(today, template.plans[0]?.code ?? null));
  const time = Math.floor(Date.now() / 1000);
  const state = {
    epoch: EPOCH, scope: 1, last_seq: 0, safe_seq: 0, safe_kind: 'NONE', lease_until: time + 86_400, server_time: time, results_to: 0, revoke: [],
    campaigns: [sold], villages: [{ village: PRACTICE_VILLAGE, name, ver: VER, state: 'GRANTED' }], installs: [INSTALL],
    product_versions: [{ code: sold.product_code, version: sold.product_version, sha: 'practice', status: 'PUBLISHED' }],
    dictionaries: Object.keys(dictionaries).map((set) => ({ set, sha: 'practice' })),
  };
  const ok = (/** @type {unknown} */ body, status = 200) => ({ status, body });
  return (path, method) => {
    if (path === '/api/v1/session' && method === 'POST') return ok({ user: { id: 'practice', name, role: 'AGENT' }, county: COUNTY, must_change_password: false, server_time: time }, 201);
    if (path === '/api/v1/sync/installs') return ok({ install: INSTALL, county: COUNTY, epoch: EPOCH, scope: 1, lease_until: time + 86_400 }, 201);
    if (path === '/api/v1/sync/state') return ok(state);
    if (path.endsWith('/snapshot')) return ok({ epoch: EPOCH, at_ver: VER, page: { rows: groups }, next: null, done: groups.length, total: groups.length });
    if (path.endsWith('/changes')) return ok({ epoch: EPOCH, after: VER, rows: [], next: VER, more: false, scope: 1 });
    if (path.endsWith('/results')) return ok({ rows: [], next: 0 });
    if (path.startsWith('/api/v1/product-versions/')) return ok(template);
    if (path.startsWith('/api/v1/dictionaries/')) return ok(dictionaries[path.split('/')[4]] ?? { sha: 'practice', items: [] });
    return null;
  };
}
