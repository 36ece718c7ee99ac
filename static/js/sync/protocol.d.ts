/** Shapes on the wire (vsync/1) and of what sync remembers. */

import type { KindCode, Row } from '../store/types.d.ts';

export type Epoch = [number, string];
export type RowGroup = { t: string, k?: string, b?: number, c: string[], r: unknown[][] };

/** One immutable saved edit, all ids in full. */
export type Op = {
  seq: number, set: [number, number], t: string, k: 'c' | 'u' | 'd', id: string, b: number,
  at: number, f: Record<string, any>,
};

/** What is kept of an op in the clear: no personal data. */
export type OpMeta = {
  seq: number, village: number, set: [number, number], kind: KindCode, k: string, entity: string,
  household: string | null, at: number,
  /** Village version it took, null until the server has said it. */
  v: number | null,
  verdict: string | null, code?: string, ack?: string, lost?: string[],
  decision?: string, text?: string,
  /** `text` stands sealed in document `told|<seq>`; it is in memory only while the store is open. */
  told?: boolean,
  /** What its push was answered, before a later result. */
  was?: { verdict: string | null, code?: string },
  /** Its body was folded into the base and is gone. */
  folded?: boolean,
  /** SHA-256 of the photos it names; they are sent apart. */
  files?: string[],
  /** Kept only sealed to the server: the PIN it was saved under was forgotten. */
  unread?: boolean,
};

export type PulledRow = Row & { t: KindCode, deleted?: boolean, [column: string]: any };

export type PushAnswer = {
  epoch: Epoch, last: number, safe: number, ver: number, ok: [number, number, number | null][],
  ex: [number, string, Record<string, any>][], ack?: string, scope: number,
  pull?: { rows: RowGroup[], next: number, more: boolean },
};
export type ChangesAnswer = { epoch: Epoch, after: number, rows: RowGroup[], next: number, more: boolean, scope: number };
export type SnapshotAnswer = {
  epoch: Epoch, at_ver: number, page: { rows: RowGroup[] }, next: string | null, done: number, total: number,
};
export type ResultsAnswer = { rows: [number, number, string, Record<string, any>][], next: number };
export type StateAnswer = Record<string, any> & {
  epoch: Epoch, scope: number, last_seq: number, safe_seq: number, safe_kind: 'BACKUP' | 'AGE' | 'NONE',
  lease_until: number, server_time: number, results_to: number,
  villages: { village: number, name: string, ver: number, state: string }[],
};

/** meta 'sync': where this install stands with the server. */
export type SyncMeta = {
  epoch: Epoch | null, acked: number, safe: number, safeKind: 'BACKUP' | 'AGE' | 'NONE', scope: number,
  results: number, etag: string | null,
  /** Server clock minus this clock, seconds. */
  offset: number,
  leaseUntil: number, blocked: string | null,
  /** First op of which the server has another under the same number. */
  fork: number | null, needsSignIn: boolean,
  doubt: Doubt | null,
  /** The server wants a stopped phone cleared once it has handed over what it had. */
  wipe?: boolean,
  contactAt: number | null, stateAt: number,
};

/** The server refused a push whose last op was `last`; `level` says how its sets are sent now. */
export type Doubt = { last: number, level: number };

/** meta [village]: which generation of the base is shown and which is being fetched. */
export type VillageMeta = {
  village: number, gen: number, cursor: number,
  /**
   * Everything up to here was seen. While a pull has more pages the cursor runs ahead of it: a row
   * changed again meanwhile has left the pages already fetched.
   */
  even: number,
  ready: boolean, pages: number, done: number, total: number,
  build: { gen: number, token: string | null, atVer: number | null, pages: number, done: number, total: number, wire?: number } | null,
  /** What of the wire the program read that fetched it, see `WIRE`; absent: 1. */
  wire?: number,
};

export type Run = { village: number, first: number, last: number };

export type Refusal = { is: 'REFUSED', call: string, status: number, code: string, body: Record<string, any>, retryAfter: number | null, village?: number,
  /** Last op of the push that was refused. */
  last?: number };
export type EngineEvent =
  | { is: 'START', sync: SyncMeta, max: number, lowest: number, runs: Run[], villages: VillageMeta[], fresh: boolean, seen: Record<number, number>, granted: number[] | null }
  | { is: 'STATE', body: StateAnswer | null }
  | { is: 'DOCUMENTS' }
  | { is: 'PUSHED', run: Run, after: number | null, sent: { chars: number, bytes: number }, answer: PushAnswer }
  | { is: 'WILLED', run: Run, answer: { epoch: Epoch, last: number } }
  | { is: 'CHANGED', village: number, answer: ChangesAnswer }
  | { is: 'PAGED', village: number, answer: SnapshotAnswer }
  | { is: 'RESULTS', answer: ResultsAnswer }
  | { is: 'STORED', villages: VillageMeta[] }
  | { is: 'REWOUND', acked: number, runs: Run[], villages: VillageMeta[] }
  | Refusal;

export type Effect =
  | { do: 'state', force: boolean }
  | { do: 'documents' }
  | { do: 'push', village: number, first: number, last: number, after: number | null, size: number, packing: number, will: boolean, sealed: boolean }
  | { do: 'settle', run: Run, after: number | null, answer: PushAnswer }
  | { do: 'changes', village: number, after: number }
  | { do: 'absorb', village: number, answer: ChangesAnswer }
  | { do: 'page', village: number }
  | { do: 'build', village: number, answer: SnapshotAnswer }
  | { do: 'results', after: number }
  | { do: 'resolve', answer: ResultsAnswer }
  | { do: 'rewind', acked: number | null, epoch: Epoch | null }
  | { do: 'rebuild', village: number }
  /** The village was taken away and all of its ops delivered: its rows leave the phone. */
  | { do: 'purge', village: number }
  | { do: 'finish', ok: boolean, error: string | null, retryAfter: number | null };

export type EngineState = {
  sync: SyncMeta, max: number, lowest: number, runs: Run[], villages: VillageMeta[],
  /** Village versions as the server last said. */
  server: Record<number, number>, resultsTo: number,
  /** Wanted bytes of a push, compressed, and bytes there per character of work. */
  size: number, packing: number, rewinds: number, fresh: boolean, skip: number[],
  /** Why nothing more is sent in this sync. */
  paused: string | null,
  /** Villages the person works in as last heard, null before the first state. */
  granted: number[] | null,
};
