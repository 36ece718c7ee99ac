/**
 * English of the phone app, loaded when it is chosen. Keys: the Chinese in the code, the code of a
 * finding, or dictionary and code. `{0}`, `{1}` are the values, `{0:household|households}` is the
 * word for one or for many. A sentence stands in the file of the folder that says it, or in common.js.
 */

import { ACCOUNTS } from './en/accounts.js';
import { ATTACHMENTS } from './en/attachments.js';
import { BATCHES } from './en/batches.js';
import { CLAIMS } from './en/claims.js';
import { COMMON } from './en/common.js';
import { CONSENTS } from './en/consents.js';
import { DAILY } from './en/daily.js';
import { DICTIONARIES } from './en/dictionaries.js';
import { ENROLLMENT } from './en/enrollment.js';
import { FINDINGS } from './en/findings.js';
import { FLOOR } from './en/floor.js';
import { GROUPS } from './en/groups.js';
import { LOCK } from './en/lock.js';
import { PRACTICE } from './en/practice.js';
import { RENEWALS } from './en/renewals.js';
import { SYNC } from './en/sync.js';
import { UI } from './en/ui.js';
import { VILLAGES } from './en/villages.js';

/** @type {Record<string, string>} */
export const ENGLISH = { ...FINDINGS, ...DICTIONARIES, ...COMMON, ...ACCOUNTS, ...ATTACHMENTS, ...BATCHES, ...CLAIMS, ...CONSENTS, ...DAILY, ...ENROLLMENT, ...FLOOR, ...GROUPS, ...LOCK, ...PRACTICE, ...RENEWALS, ...SYNC, ...UI, ...VILLAGES };
