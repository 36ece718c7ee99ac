/** The one door between screens and what lies below: store, outbox, sync, accounts. */

import type { Network } from './attachments/network.js';
import type { Photos } from './attachments/types.d.ts';
import type { Passkeys } from './lock/passkey.js';
import type { Stretch } from './lock/stretch.js';
import type { Campaign, KindCode, Taken, VillageStore } from './store/types.d.ts';

export type {
  BatchView, Campaign, Claimed, Collection, Consent, Delivery, Dictionary, Enrollment,
  EnrollmentView, Finding, Household, HouseholdView, Insured, KindCode, NewOp, Person, Poverty,
  Row, VillageStore,
} from './store/types.d.ts';

export type { FileName, PhotoLine, Photos } from './attachments/types.d.ts';

export type User = { id: string, name: string, role: string };
export type Session = {
  install: string, county: number, user: User, must_change_password: boolean, login: string,
};
/** Whom an agent asks; phone: empty where none was given. */
export type Supervisor = { name: string, phone: string };
export type Account = { install: string, name: string, login: string, unsent: number, places: string[], supervisors: Supervisor[] };
/** Wrong PINs: tries left, milliseconds to wait, keys destroyed. */
export type Standing = { left: number, wait: number, destroyed: boolean };
export type Unlocking = { ok: true } | { ok: false } & Standing;
/** What a revoked phone handed over before it was cleared. */
export type Cleared = { name: string, households: number, supervisors: Supervisor[] };
export type GrantedVillage = { village: number, name: string, ver: number, state: string };
export type PhoneState = {
  villages: GrantedVillage[], campaigns: Campaign[],
  /** Absent from a server that does not know it yet. */
  supervisors?: Supervisor[],
  product_versions: { code: string, version: number, sha: string, status: string }[],
  dictionaries: { set: string, sha: string }[],
  safe_kind: 'BACKUP' | 'AGE' | 'NONE', scope: number, lease_until: number,
  /** All phones this agent had; their rows are his. */
  installs?: string[],
};
export type Status = {
  online: boolean, running: boolean,
  /** Epoch milliseconds of the last answer of the server, null before the first. */
  lastContactAt: number | null,
  /** Code of what stopped the last sync: NETWORK, BUSY, DEVICE_REVOKED, SEQ_REUSED, ... */
  lastError: string | null,
  needsSignIn: boolean,
  /** The four numbers, in households, and the ops behind the first. */
  unsentHouseholds: number, unsentOps: number, received: number, safe: number, attention: number,
};
export type Item = {
  set: [number, number], village: number, household: string | null,
  /** Of its first op. */
  kind: KindCode,
  /** Epoch seconds of the save, server time as this phone knows it. */
  at: number,
  state: 'WAITING' | 'RECEIVED' | 'SAFE' | 'ATTENTION',
  /** 回执 of the push that took it. */
  ack?: string,
  /** conflict, quarantined, waiting; resolved carries `decision` and `text`. */
  verdict?: string, code?: string, decision?: string, text?: string,
};
export type Progress = { done: number, total: number, bytes: number };

/** What openPhone may be given in place of the browser's own; tests give everything. */
export type Surroundings = {
  origin?: string, fetch?: typeof fetch, indexedDB?: IDBFactory,
  now?: () => number, random?: () => number,
  setTimeout?: (run: () => void, ms: number) => unknown, clearTimeout?: (timer: any) => void,
  /** Whether there is a network; the browser's word without it. */
  online?: () => boolean,
  /** The kind of connection; null: the browser does not say. */
  network?: () => Network | null,
  /** A clock that never runs backwards, milliseconds. */
  ticks?: () => number, stretch?: Stretch, passkey?: Passkeys,
  /** Version of the shell, header `X-App`. */
  app?: string,
};

/** Thrown by signIn, changePassword, download: `code` as the server's, NETWORK when it was not reached. */
export interface PhoneError extends Error { code: string, retryAfter?: number }

export interface Phone {
  /** All of it is practice, on invented people. */
  readonly practice?: boolean;
  readonly session: Session | null;
  /** Whose store is here and locked; null: nobody's, or it is open. */
  readonly locked: Account | null;
  /** Signed in, and the store has no PIN yet. */
  readonly needsPin: boolean;
  /** Said once on the sign-in screen. */
  readonly cleared: Cleared | null;
  /** A village is being fetched on somebody's wish. */
  readonly fetching: boolean;
  accounts(): Account[];
  standing(): Promise<Standing>;
  /** PinError PIN_MEMORY, PASSKEY: the try does not count. Needs no server. */
  unlock(pin: string): Promise<Unlocking>;
  /** PinError PIN_REPEATED, PIN_ROW, PIN_BIRTHDAY, PIN_LENGTH, PIN_MEMORY. */
  setPin(pin: string): Promise<void>;
  changePin(old: string, next: string): Promise<void>;
  /** Fingerprint or face besides the PIN: offered by phone and browser; in use now. */
  passkey(): Promise<{ offered: boolean, used: boolean }>;
  changePasskey(pin: string, use: boolean): Promise<void>;
  /** Keys and everything readable leave the memory; sealed work is still sent. */
  lock(): void;
  /** Another person of this phone, locked; null: whoever signs in. Nobody is signed out. */
  choose(install: string | null): Promise<void>;
  /** What waits, sealed to the server, as a file another person may carry; null when nothing waits. */
  handOver(): Promise<{ name: string, text: string, households: number } | null>;
  /** Needs the server. PhoneError SIGN_IN_FAILED, TOO_MANY_REQUESTS (retryAfter s), NETWORK. */
  /** A person with a PIN here is locked afterwards; forgotten: his store starts again, what waits stays. */
  signIn(login: string, password: string, options?: { forgotten?: boolean }): Promise<Session>;
  changePassword(old: string, next: string): Promise<void>;
  /** Keeps database and queue; tells the server when it can be reached. */
  signOut(): Promise<void>;
  /** Last known, also offline; null before the first answer. */
  state(): PhoneState | null;
  /** Roster, product versions and dictionaries; goes on where it was cut. */
  download(village: number, onProgress?: (progress: Progress) => void): Promise<void>;
  /** done = total when the village can be opened; null when never begun. */
  downloaded(village: number): { done: number, total: number, ready: boolean } | null;
  /** Throws when the village was not downloaded. The same store for the same village. */
  openVillage(village: number): Promise<VillageStore>;
  syncNow(): Promise<{ ok: boolean, error?: string }>;
  /** Somebody looks: try again within seconds if there was no network. Browsers do not always say that it came back. */
  lookAgain(): void;
  readonly status: Status;
  /** As the last save that took money left it. */
  readonly taken: Taken;
  /** null: nobody is signed in. */
  readonly photos: Photos | null;
  /** Sets of ops, latest first. */
  items(): Item[];
  /** Called on any change of status or data. */
  subscribe(run: () => void): () => void;
  /** Civil date in Shanghai, 'YYYY-MM-DD', corrected by the server's clock. */
  today(): string;
  close(): void;
}

export function openPhone(surroundings?: Surroundings): Promise<Phone>;
