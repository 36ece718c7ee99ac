/** The state of the network and the queue, in a word and in a sentence. */

/** @import { Status } from '../phone.d.ts' */

/**
 * Words, icon and sentence for a status. Offline is normal: never red.
 * @param {Status} status
 * @returns {{ word: string, icon: string, on: boolean, sentence: string }}
 */
export function netWords(status) {
  const unsent = status.unsentHouseholds;
  const rest = unsent ? `${unsent} 户待发送` : '没有待发送的户';
  if (!status.online) return { word: '无网络', icon: 'offline', on: false, sentence: `没有网络，${rest}` };
  if (status.needsSignIn) return { word: '要登录', icon: 'lock', on: false, sentence: `要重新登录才能发送，${rest}` };
  if (status.running) return { word: '同步中', icon: 'sync', on: true, sentence: `正在同步，${rest}` };
  if (unsent) return { word: '待发送', icon: 'up', on: true, sentence: `有网络，${rest}` };
  return { word: '有网络', icon: 'online', on: true, sentence: `有网络，${rest}` };
}
