/** The banner of the sync screen: what is only on this phone, what is under way, what stopped it. */

import { html, nothing } from '/static/vendor/lit-html/lit-html.js';

import { sentenceOf } from '../ui/errors.js';
import { civilDate, daysBetween, moment } from '../ui/format.js';
import { helper, supervisorsOf } from '../ui/helper.js';
import { dotted, t } from '../ui/words.js';
import { onlyHere } from './summary.js';

/** @import { Phone } from '../phone.d.ts' */
/** @import { Line } from './summary.js' */

/** Said by the screen's own notices already, or the ordinary case of no network. */
const SAID_ELSEWHERE = ['SIGN_IN', 'DEVICE_REVOKED'];
/** Pass by themselves: nobody need be asked. */
const PASSING = ['NETWORK', 'BUSY', 'TOO_MANY_REQUESTS'];

/**
 * @param {Phone} phone
 * @param {Line[]} lines
 */
export function banner(phone, lines) {
  const { status } = phone;
  const unsent = status.unsentHouseholds;
  const persons = lines.reduce((sum, line) => sum + line.persons, 0);
  const last = status.lastContactAt ? t`上次同步：${moment(status.lastContactAt, phone.today())}` : t`还没有同步过`;
  const handIns = lines.filter(({ place, household, item }) => place === 'local' && !household && !item?.household).length;
  const only = onlyHere(unsent, persons, handIns);
  if (status.online && status.lastError && !SAID_ELSEWHERE.includes(status.lastError)) {
    return box('warn', 'warn', only || t`上次没有同步上`, html`${t`${sentenceOf(status.lastError)}${last}`}${PASSING.includes(status.lastError) ? nothing : helper(supervisorsOf(phone))}`);
  }
  if (!status.online && only) {
    return box('local', 'offline', only, t`没有网络。有网会自动发送，请别清除浏览器数据。${last}`);
  }
  if (!status.online) return box('local', 'offline', t`没有网络`, t`没有待发送的户，可以照常走访。${last}`);
  if (only) return box('info', 'up', status.running && unsent ? t`正在发送，还有 ${unsent} 户` : only, t`有网会自动发送，请别清除浏览器数据。${last}`);
  const received = lines.filter(({ household, ack }) => household && ack).length;
  if (!received || phone.photos?.waiting) return nothing; // not all is there; the photos say so themselves
  return box('ok', 'checks', t`全部已到服务器`, dotted([t`${received} 户都有回执`, status.lastContactAt ? moment(status.lastContactAt, phone.today()) : '']));
}

/**
 * @param {Phone} phone
 * @param {number} now the phone's own clock, epoch milliseconds
 */
export function clockNotice(phone, now) {
  const days = daysBetween(phone.today(), civilDate(now));
  if (days === 0) return nothing;
  return box('info', 'clock', days > 0 ? t`手机时间快了 ${days} 天` : t`手机时间慢了 ${-days} 天`, t`照常可用，以服务器收到的时间为准。`);
}

/**
 * @param {string} tone
 * @param {string} icon
 * @param {string} title
 * @param {unknown} text
 */
function box(tone, icon, title, text) {
  return html`<div class="banner" data-tone=${tone} role="status"><i class="i i-${icon}" aria-hidden="true"></i><span><b>${title}</b>${text}</span></div>`;
}
