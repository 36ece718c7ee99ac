/** Shapes of a micro group before it is saved. The draft is data: it rests encrypted between two visits. */

import type { Finding } from '../products/types.d.ts';
import type { CollectionDraft, Draft } from '../enrollment/types.d.ts';

/** The policyholder as the form has it. `phone` null: as the server knows it. */
export type HolderDraft = {
  name: string, kind: string | null, uscc: string, contact: string, phone: string | null,
  answers: Record<string, unknown>,
};

/** Key of the household that is made for members who are not on the roster. */
export type NewHome = 'new';

export type GroupDraft = {
  campaign: string,
  /** Id of the policyholder, null as long as it was never saved. */
  group: string | null,
  /** Village version the draft was begun on. */
  seen: number,
  holder: HolderDraft,
  /** The form of each household some member lives in, by its id. */
  parts: Record<string, Draft>,
  /** Enrollment of each household, from when the members were written: who left is named no more. */
  enrollments: Record<string, string>,
  collection: CollectionDraft,
};

/** What a group is worth now. */
export type Worth = {
  /** In the list, insured or not; who is insured; who cannot be. */
  people: number, lives: number, least: number, most: number | null,
  /** Fen; null where somebody's price is not known. */
  due_fen: number | null, premium_fen: number | null,
  findings: Finding[],
};
