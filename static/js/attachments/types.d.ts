/** What screens know of photos. */

import type { Photo } from './photo.js';

/** As evidence names a file; `size` in bytes. */
export type FileName = { sha256: string, size: number, mime: string };

/** A photo on this phone. */
export type PhotoLine = {
  sha256: string, village: number, household: string,
  /** Bytes; `sent`: of them at the server. */
  size: number, sent: number,
  /** DRAFT: only a form at rest names it. */
  state: 'DRAFT' | 'WAITING' | 'SENDING',
  /** Code of why the server does not take it. */
  fault: string | null,
};

export interface Photos {
  /** Whether photos may go over any network; else Wi-Fi and 4G. */
  readonly anyNetwork: boolean;
  allowAnyNetwork(allowed: boolean): Promise<void>;
  /** Saved, and not at the server yet. */
  readonly waiting: number;
  /** The same by household. */
  waitingBy(): Map<string, number>;
  /** Photos of this household were saved on this phone; they wait here or are at the server. */
  took(household: string): boolean;
  /** Only the network keeps them from going. */
  readonly held: boolean;
  lines(): PhotoLine[];
  /** DOMException QuotaExceededError: nothing was kept. */
  add(place: { village: number, household: string }, photo: Photo): Promise<FileName>;
  /** null: not on this phone, so at the server. */
  read(sha256: string): Promise<Blob | null>;
  sendNow(): Promise<void>;
}
