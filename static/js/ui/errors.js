/** What went wrong, in a sentence and with what to do about it. Codes are the server's and the phone's. */

import { say, t } from './words.js';

/** @type {Record<string, string>} */
const SENTENCES = {
  NETWORK: '连不上服务器。有网时再试一次，已存的资料都在。',
  SIGN_IN: '要重新登录才能发送。',
  SIGN_IN_FAILED: '登录名或密码不对，请再看一遍。',
  SIGNED_OUT: '要重新登录才能发送。',
  ROLE_NOT_ALLOWED: '这个账号不能在手机上走访，请用电脑打开后台。',
  TOO_MANY_TRIES: '试得太多了，请等一会儿再试。',
  TOO_MANY_REQUESTS: '服务器正忙，等一会儿会自动再试。',
  BUSY: '服务器正忙，等一会儿会自动再试。',
  PASSWORD_WRONG: '原密码不对，请再看一遍。',
  PASSWORD_LENGTH: '新密码至少 8 位。',
  PASSWORD_UNCHANGED: '新密码要和原来的不一样。',
  PASSWORD_GUESSABLE: '这个密码太好猜：不要含登录名，不要只用一两种字符。',
  OUT_OF_SCOPE: '这个村不再由你负责。请联系乡镇主管。',
  DEVICE_REVOKED: '这台手机已被停用。',
  SEQ_REUSED: '这台手机的编号和服务器对不上，发送已停下。资料都在，请联系乡镇主管。',
  SERVER_BEHIND: '服务器的资料比手机旧，发送已停下。资料都在，请联系乡镇主管。',
  SET_SPLIT: '有一户没能整户送到，发送已停下。资料都在，请联系乡镇主管。',
  BAD_SIGNATURE: '服务器不认得这台手机，发送已停下。资料都在，请联系乡镇主管。',
  BAD_BODY: '服务器看不懂这个版本发的资料，发送已停下。资料都在，先换成新版本。',
  TOO_BIG: '有一户的资料太大，发不上去。资料都在，请联系乡镇主管。',
  PHOTO_UNREADABLE: '这张照片打不开。请重新拍，或换一张。',
  PHOTO_TOO_BIG: '这张照片太杂，缩不小。请离近一点重新拍。',
  UPLOAD_QUOTA: '这台手机传的照片到上限了。照片都在，请联系乡镇主管。',
  STORAGE: '手机存不下了。请先清出一些地方，再试一次。',
};

/**
 * @param {string} code
 * @returns {string} a sentence; an unknown code is named, so that it can be reported
 */
export function sentenceOf(code) {
  return code in SENTENCES ? say(SENTENCES[code]) : t`没有办成（${code}）。已存的资料都在，可以再试一次。`;
}

/**
 * @param {unknown} error a PhoneError or anything else
 * @returns {string}
 */
export function errorSentence(error) {
  const { name, code, retryAfter } = /** @type {{ name?: string, code?: unknown, retryAfter?: number }} */ (error ?? {});
  if (name === 'QuotaExceededError') return sentenceOf('STORAGE');
  if (typeof code !== 'string' || !code) { // what a browser throws has numbers
    console.error(error);
    return t`没有办成。已存的资料都在，可以再试一次。`;
  }
  if (retryAfter && code.startsWith('TOO_MANY')) return t`试得太多了，请过 ${wait(retryAfter)} 再试。`;
  return sentenceOf(code);
}

/** @param {number} seconds */
function wait(seconds) {
  return seconds < 90 ? t`${Math.ceil(seconds)} 秒` : t`${Math.ceil(seconds / 60)} 分钟`;
}
