/** When a sync starts by itself: soon after a save, after coming online, now and then. */

import { delay } from '../outbox/retry.js';

const SOON = 1_000;
const AFTER_ONLINE = 5_000;
const NOW_AND_THEN = 300_000;

export class Schedule {
  /**
   * @param {{ run: (reason: 'save' | 'full') => Promise<unknown>, now: () => number, random: () => number, setTimeout: (run: () => void, ms: number) => any, clearTimeout: (timer: any) => void }} parts
   */
  constructor(parts) {
    this.parts = parts;
    this.failures = 0;
    /** @type {{ timer: any, due: number } | null} */
    this.next = null;
  }

  saved() {
    if (this.failures === 0) this.at(SOON, 'save');
  }

  cameOnline() {
    this.failures = 0;
    this.at(this.parts.random() * AFTER_ONLINE, 'full');
  }

  /**
   * @param {boolean} ok
   * @param {number | null} retryAfter seconds
   */
  ended(ok, retryAfter) {
    this.failures = ok ? 0 : this.failures + 1;
    const wait = ok
      ? NOW_AND_THEN * (1 + this.parts.random()) : delay(this.failures, retryAfter, this.parts.random);
    this.at(wait, 'full');
  }

  /**
   * Photos could not go on, or have arrived: the next sync is sooner than now and then.
   *
   * @param {number} failures in a row, 0: none
   * @param {number | null} retryAfter seconds
   */
  unfinished(failures, retryAfter) {
    this.at(failures ? delay(failures, retryAfter, this.parts.random) : SOON, 'full');
  }

  /**
   * The earliest date wins; one is set at a time.
   *
   * @param {number} ms
   * @param {'save' | 'full'} reason
   */
  at(ms, reason) {
    const due = this.parts.now() + ms;
    if (this.next && this.next.due <= due) return;
    this.stop();
    const timer = this.parts.setTimeout(() => {
      this.next = null;
      void this.parts.run(reason);
    }, ms);
    this.next = { timer, due };
  }

  stop() {
    if (this.next) this.parts.clearTimeout(this.next.timer);
    this.next = null;
  }
}
