/** The state of the network and the queue, in a word and in a sentence. */

import { t } from './words.js';

/** @import { Status } from '../phone.d.ts' */

/**
 * Words, icon and sentence for a status. Offline is normal: never red.
 * @param {Status} status
 * @returns {{ word: string, icon: string, on: boolean, sentence: string }}
 */
export function netWords(status) {
  const unsent = status.unsentHouseholds;
  const [word, icon, on] = stateOf(status);
  const rest = unsent ? t`${unsent} 户待发送` : t`没有待发送的户`;
  return { word, icon, on, sentence: icon === 'up' ? t`待发送 ${unsent} 户` : t`${word} ${rest}` };
}

/**
 * @param {Status} status
 * @returns {[string, string, boolean]} word, icon, is there a network to send by
 */
function stateOf({ online, needsSignIn, running, unsentHouseholds }) {
  if (!online) return [t`无网络`, 'offline', false];
  if (needsSignIn) return [t`要登录`, 'lock', false];
  if (running) return [t`同步中`, 'sync', true];
  return unsentHouseholds ? [t`待发送`, 'up', true] : [t`有网络`, 'online', true];
}
