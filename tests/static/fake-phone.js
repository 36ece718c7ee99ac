/** A phone without a data layer: invented villages in the shapes of phone.d.ts, for looking at screens. */

/** @import { HouseholdView, Item, Person, Phone, Status, VillageStore } from '../../static/js/phone.d.ts' */

const SURNAMES = '刘罗张周邓何陈王吴唐余杨赵黄'.split('');
const GIVEN = '长福 正华 德贵 德明 明秀 国富 素珍 光荣 永贵 德全 小兵 正才 桂芳 丽 建国 秀英'.split(' ');
const PLACES = ['刘家坝', '张家院子', '堰塘边', '大石板', '一碗水'];
/** Friday 2026-11-23 09:42 in Shanghai. */
export const NOW = Date.parse('2026-11-23T09:42:00+08:00');
const TODAY = '2026-11-23';
const SUPERVISORS = [{ name: '陈志远', phone: '0818-1234567' }];

/** @type {[string, number, number, string[]][]} name, code, households, how each of them is, in turn */
const VILLAGES = [
  ['青龙村', 511703001001, 214, ['in', 'no', 'todo', 'todo', 'local', 'back', 'away', 'accepted', 'part', 'safe', 'draft', 'in']],
  ['双石村', 511703001002, 180, ['in', 'in', 'in', 'accepted', 'todo', 'in']],
  ['白庙村', 511703001003, 150, ['todo', 'todo', 'in', 'no', 'todo']],
];

const item = (/** @type {[string, string, number?]} */ [code, label, level]) => ({ code, label, body: level ? { class: level } : null });
const DICTIONARIES = {
  RELATION: { sha: '', items: [
    ['01', '本人'], ['02', '户主'], ['10', '配偶'], ['20', '子'], ['22', '长子'], ['30', '女'], ['41', '孙子'], ['42', '孙女'], ['43', '外孙子'], ['44', '外孙女'],
    ['51', '父亲'], ['52', '母亲'], ['28', '女婿'], ['38', '儿媳'], ['71', '兄'], ['99', '非亲属']].map((one) => item(/** @type {any} */ (one))) },
  OCCUPATION: { sha: '', items: [['010101', '务农', 2], ['010103', '学生、学龄前儿童', 1], ['050101', '井下采矿、采煤', 6]].map((one) => item(/** @type {any} */ (one))) },
};

/**
 * @param {{ locked?: any, needsPin?: boolean, cleared?: any, standing?: any, template: any, change?: Partial<Status>, session?: any, villages?: string[], partial?: boolean, rows?: number, fails?: string, dress?: (store: any) => void }} options
 * @returns {Phone}
 */
export function fakePhone({ template, change = {}, session = {}, locked = null, needsPin = false, cleared = null, standing = { left: 5, wait: 0, destroyed: false }, villages = ['青龙村', '双石村', '白庙村'], partial = false, rows = 0, fails = '', dress = () => undefined }) {
  const listeners = new Set();
  const named = VILLAGES.filter(([name]) => villages.includes(name));
  const stores = new Map(named.map(([name, code, count, turn]) => [code, fakeStore(name, code, rows || count, turn, template)]));
  stores.forEach((store) => dress(store));
  const granted = named.map(([name, village]) => ({ village, name, ver: 1, state: 'GRANTED' }));
  const extra = villages.filter((name) => !named.some(([known]) => known === name))
    .map((name, no) => ({ village: 511703002001 + no, name, ver: 1, state: 'GRANTED' }));
  /** @type {Map<number, { done: number, total: number, ready: boolean }>} */
  const downloads = new Map([...stores.keys()].map((code) => [code, { done: 9, total: 9, ready: true }]));
  if (partial) downloads.set(511703001002, { done: 1412, total: 2340, ready: false });
  const items = [...stores.values()].flatMap((store) => itemsOf(store));
  const count = (/** @type {string} */ state) => new Set(items.filter((one) => one.state === state).map(({ household }) => household)).size;
  /** @type {Status} */
  const status = {
    online: false, running: false, lastContactAt: NOW, lastError: null, needsSignIn: false,
    unsentHouseholds: count('WAITING'), unsentOps: 60, received: count('RECEIVED'), safe: count('SAFE'), attention: count('ATTENTION'), ...change,
  };
  const fail = () => Promise.reject(Object.assign(new Error(fails), { code: fails, retryAfter: 240 }));
  const tell = () => listeners.forEach((run) => run());
  /** @type {any} */
  const phone = {
    photos: fakePhotos(items), taken: null,
    session: session && { install: 'k7f2q', county: 511703, login: 'agent01', must_change_password: false, user: { id: 'u1', name: '李桂芳', role: 'AGENT' }, ...session },
    locked: locked && { install: 'k7f2q', name: '李桂芳', login: 'agent01', unsent: 12, places: ['青龙村', '双石村', '白庙村'], supervisors: SUPERVISORS, ...locked },
    needsPin, cleared, fetching: false, standing: async () => standing, unlock: async () => ({ ok: false, ...standing, left: 4 }),
    setPin: fail, changePin: fail, passkey: async () => ({ offered: true, used: false }), changePasskey: fail, lock() {},
    async choose() { phone.locked = null; tell(); }, handOver: async () => null,
    accounts: () => [{ install: 'k7f2q', name: '李桂芳', login: 'agent01', unsent: 12 }, { install: 'm3', name: '陈志远', login: 'agent02', unsent: 0 }],
    signIn: fail, changePassword: fail, close() {},
    async signOut() { phone.session = null; tell(); },
    state: () => ({ villages: [...granted, ...extra], campaigns: [campaignOf(template)], product_versions: [], dictionaries: [], safe_kind: 'BACKUP', scope: 1, supervisors: SUPERVISORS, lease_until: 0 }),
    async download(/** @type {number} */ village, /** @type {any} */ report) {
      for (let done = 0; done < 5; done += 1) {
        downloads.set(village, { done, total: 9, ready: false });
        report({ done, total: 9, bytes: done * 40_000 });
        await new Promise((resolve) => { setTimeout(resolve, 300); });
      }
      return fail();
    },
    downloaded: (/** @type {number} */ village) => downloads.get(village) ?? null,
    openVillage: async (/** @type {number} */ village) => stores.get(village),
    lookAgain() {},
    async syncNow() { return { ok: status.online, error: 'NETWORK' }; },
    status, items: () => items, today: () => TODAY,
    subscribe(/** @type {() => void} */ run) { listeners.add(run); return () => listeners.delete(run); },
  };
  return phone;
}

/** @param {any} template */
function campaignOf(template) {
  return {
    id: 'c1', kind: 'WHOLE_VILLAGE', name: '2027 年度全村统保', product_code: template.code, product_version: 1, partner: null,
    opens_on: '2026-11-01', closes_on: '2026-12-25', scheme_start_on: '2027-01-01', target_bp: 8500, status: 'OPEN', villages: [],
  };
}

/**
 * @param {string} name
 * @param {number} village
 * @param {number} count
 * @param {string[]} turn
 * @param {any} template
 * @returns {VillageStore}
 */
function fakeStore(name, village, count, turn, template) {
  const households = Array.from({ length: count }, (_, no) => household(no, count, turn[no % turn.length]));
  /** @type {Map<string, object>} */
  const drafts = new Map();
  /** @type {any} */
  const store = {
    village, name, campaign: campaignOf(template), template,
    dictionaries: DICTIONARIES,
    households: () => households, household: (/** @type {string} */ id) => households.find((one) => one.id === id),
    key: String(village), enrolled: () => households.filter((one) => one.enrollment),
    viewOf: (/** @type {string} */ id) => households.find((one) => one.id === id),
    /** Rows of no household, by kind. @type {Record<string, any[]>} */
    more: {},
    all: (/** @type {string} */ kind) => [...allOf(households, kind), ...store.more[kind] ?? []],
    batches: () => [], policyholders: () => [], resting: (/** @type {string} */ prefix) => [...drafts.keys()].filter((id) => id.startsWith(prefix)),
    draft: (/** @type {string} */ id) => drafts.get(id) ?? null,
    async saveDraft(/** @type {string} */ id, /** @type {object} */ draft) { drafts.set(id, draft); },
    async dropDraft(/** @type {string} */ id) { drafts.delete(id); },
    async save(/** @type {any[]} */ ops, /** @type {any} */ { household: id } = {}) {
      console.log(JSON.stringify(ops));
      drafts.delete(id);
      return { set: [1, ops.length], ids: ops.map((op, place) => op.id ?? `k7f2q-${place}`) };
    },
    delivery: (/** @type {string} */ id) => households.find((one) => one.id === id)?.delivery ?? null,
  };
  store.sales = [{ campaign: store.campaign, template }];
  store.of = () => store;
  return store;
}

/**
 * @param {HouseholdView[]} households
 * @param {string} kind
 * @returns {any[]} the rows of the views
 */
function allOf(households, kind) {
  const taken = households.flatMap(({ enrollment }) => enrollment ? [enrollment] : []);
  /** @type {Record<string, () => any[]>} */
  const kinds = {
    hh: () => households, ps: () => households.flatMap(({ members }) => members), en: () => taken,
    in: () => taken.flatMap(({ insured }) => insured), co: () => taken.flatMap(({ consents }) => consents),
    cl: () => taken.flatMap(({ collections }) => collections),
  };
  return kinds[kind]?.() ?? [];
}

/**
 * @param {number} no
 * @param {number} count
 * @param {string} state
 * @returns {HouseholdView}
 */
function household(no, count, state) {
  const id = `h${no}`, size = 1 + (no * 7) % 5;
  const surname = SURNAMES[(no * 5) % SURNAMES.length];
  const members = no === 2 ? theZhangs(id) : no === 5 ? theLuos(id) : Array.from({ length: size }, (_, place) => person(id, no, place, surname));
  const status = { back: 'RETURNED', accepted: 'ACCEPTED' }[state] ?? 'RECEIVED';
  const outcome = { no: 'DECLINED', away: 'AWAY' }[state] ?? 'ENROLL';
  const included = state === 'part' ? members.slice(0, -1) : members;
  /** @type {any} */
  const enrollment = state === 'todo' || state === 'draft' ? null : {
    id: `e${no}`, _v: 1, campaign: 'c1', household: id, outcome, status,
    returns: state === 'back' ? [{ no: 1, reason: 'CONSENT_INVALID', text: '罗小雨缺父或母同意', paths: [], by_name: '陈志远', at: NOW / 1000 - 57_000 }] : [],
    insured: outcome === 'ENROLL' ? included.map((one) => ({ id: `i${one.id}`, _v: 1, enrollment: `e${no}`, person: one.id, included: true, plan: 'A', copies: 1, other_death_cover_fen: one.relation === '44' ? 0 : null })) : [],
    consents: included.map((one) => consentOf(no, one.relation === '44' ? included[1] : one, one)), collections: [],
  };
  /** @type {Record<string, any>} */
  const deliveries = { local: 'WAITING', draft: 'DRAFT', in: 'RECEIVED', safe: 'SAFE' };
  return {
    id, _v: 1, group_name: `${1 + Math.floor(no * 6 / count)}组`, household_no: String(no + 1).padStart(4, '0'),
    address: PLACES[Math.floor(no / 4) % PLACES.length], walk_order: no, poverty: no === 2 ? [{ category: 'EDGE_AT_RISK', from: '2025-01-01', to: null }] : [], members, enrollment, delivery: deliveries[state] ?? null, seen: 1,
  };
}

/**
 * @param {string} household
 * @param {number} no
 * @param {number} place
 * @param {string} surname
 * @returns {Person}
 */
function person(household, no, place, surname) {
  const day = String(1 + (no * 3 + place) % 28).padStart(2, '0');
  return {
    id: `${household}-${place}`, _v: 1, household, name: (place ? SURNAMES[(no + place * 3) % SURNAMES.length] : surname) + GIVEN[(no * 3 + place) % GIVEN.length],
    id_type: 'RESIDENT_ID', id_no: idNo(`${1960 + (no + place * 11) % 45}04${day}`, (no * 37 + place) % 900),
    birth_date: `${1960 + (no + place * 11) % 45}-04-${day}`, relation: ['02', '10', '20', '20', '20'][place], residence: 'HUKOU', life_status: 'ALIVE', on_roster: true,
    occupation: { code: '010101', class: 2 }, phone: place ? null : `1380000${String(1000 + no).slice(-4)}`,
  };
}

/** @typedef {[string, string, string, Partial<Person>][]} People name, birth, relation */

/**
 * The families of the design's pictures: A4 and A9.
 * @param {string} household
 */
function theZhangs(household) {
  return peopleOf(household, [
    ['张德贵', '19620418', '02', {}], ['王秀英', '19650302', '10', {}], ['张欣怡', '20170903', '42', { occupation: { code: '010103', class: 1 } }],
    ['张勇', '19880611', '22', { residence: 'AWAY' }], ['陈玉珍', '19380105', '52', {}],
  ]);
}

/** @param {string} household */
function theLuos(household) {
  return peopleOf(household, [
    ['罗成明', '19600210', '02', {}], ['何秀珍', '19620707', '10', {}], ['罗丽', '19880611', '30', { phone: '13800001234' }],
    ['罗小雨', '20140903', '44', { occupation: { code: '010103', class: 1 } }],
  ]);
}

/**
 * @param {string} household
 * @param {People} people
 * @returns {Person[]}
 */
function peopleOf(household, people) {
  return people.map(([name, birth, relation, change], place) => ({
    id: `${household}-${place}`, _v: 1, household, name, id_type: 'RESIDENT_ID', id_no: idNo(birth, place * 2 + 2), relation,
    residence: 'HUKOU', life_status: 'ALIVE', on_roster: true, occupation: { code: '010101', class: 2 }, last_plan: place < 3 ? 'A' : null,
    phone: place ? null : '13800001234', ...change,
  }));
}

/**
 * @param {string} birth '19620418'
 * @param {number} sequence odd for men
 */
function idNo(birth, sequence) {
  const body = `519901${birth}${String(sequence % 1000).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return body + '10X98765432'[weights.reduce((sum, weight, place) => sum + weight * Number(body[place]), 0) % 11];
}

/**
 * @param {number} no of the household
 * @param {Person} signer
 * @param {Person} covered
 */
function consentOf(no, signer, covered) {
  return {
    id: `k${covered.id}`, _v: 1, enrollment: `e${no}`, signer: signer.id, capacity: signer === covered ? 'SELF' : 'GUARDIAN', covers: [covered.id], text_version: '2026-01',
    kinds: ['INSURED_DEATH_COVER', 'PIPL_GENERAL', 'PIPL_SENSITIVE', 'SHARE_THIRD_PARTY'], sums_fen: [2100000], method: 'SIGN_ON_SCREEN',
    given_on: TODAY, text_sha: '', withdrawn_on: null,
  };
}

/**
 * @param {VillageStore} store
 * @returns {Item[]}
 */
function itemsOf(store) {
  return store.households().filter(({ delivery }) => delivery && delivery !== 'DRAFT').map(({ id, delivery }, no) => ({
    set: [no * 9 + 1, no * 9 + 9], village: store.village, household: id, kind: /** @type {const} */ ('en'), at: NOW / 1000 - no * 900,
    state: no === 3 ? 'ATTENTION' : /** @type {any} */ (delivery),
    ...delivery === 'WAITING' ? {} : { ack: 'R7K2-0934' }, ...no === 3 ? { verdict: 'quarantined', code: 'ENROLLMENT_LOCKED' } : {},
  }));
}

/** @param {Item[]} items @returns {import('../../static/js/phone.d.ts').Photos} */
function fakePhotos(items) {
  const kept = new Map();
  const homes = items.filter(({ state, household }) => state === 'WAITING' && household).slice(0, 3);
  const lines = homes.map(({ village, household }, place) => ({
    sha256: String(place), village, household: String(household), size: 140_000 - 9000 * place, sent: place ? 0 : 98_304, fault: null,
    state: /** @type {'SENDING' | 'WAITING'} */ (place ? 'WAITING' : 'SENDING') }));
  return {
    anyNetwork: false, held: true, waiting: lines.length, lines: () => lines, took: () => false,
    waitingBy: () => new Map(lines.map(({ household }) => [household, 1])),
    async allowAnyNetwork() {}, async sendNow() {},
    async add(_place, { bytes, mime }) {
      const sha256 = String(kept.size).padStart(64, '0');
      kept.set(sha256, new Blob([/** @type {BlobPart} */ (bytes)], { type: mime }));
      return { sha256, size: bytes.length, mime };
    },
    read: async (sha256) => kept.get(sha256) ?? null,
  };
}
