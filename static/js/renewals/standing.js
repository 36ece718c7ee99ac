/** Who was insured last year, and whether his household was asked again. Pure. */

/** @import { HouseholdView, Person } from '../phone.d.ts' */

/** Enrollments that count no more. */
const DONE = ['WITHDRAWN', 'EXPIRED'];

/** @param {Person} person */
export function wasInsured({ last_plan: plan, previous_end_on: end }) {
  return Boolean(plan || end);
}

/**
 * @param {HouseholdView} view
 * @returns {'NONE' | 'OPEN' | 'KEPT' | 'LEFT' | 'AWAY'} NONE: nobody of it was insured last year
 */
export function standingOf({ members, enrollment }) {
  if (!members.some(wasInsured)) return 'NONE';
  const outcome = DONE.includes(enrollment?.status ?? '') ? null : enrollment?.outcome;
  return outcome === 'ENROLL' ? 'KEPT' : outcome === 'DECLINED' ? 'LEFT' : outcome === 'AWAY' ? 'AWAY' : 'OPEN';
}
