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
  const rest = unsent ? t`${unsent} 户待发送` : t`没有待发送的户`;
  if (!status.online) return { word: t`无网络`, icon: 'offline', on: false, sentence: t`没有网络，${rest}` };
  if (status.needsSignIn) return { word: t`要登录`, icon: 'lock', on: false, sentence: t`要重新登录才能发送，${rest}` };
  if (status.running) return { word: t`同步中`, icon: 'sync', on: true, sentence: t`正在同步，${rest}` };
  if (unsent) return { word: t`待发送`, icon: 'up', on: true, sentence: t`有网络，${rest}` };
  return { word: t`有网络`, icon: 'online', on: true, sentence: t`有网络，${rest}` };
}
