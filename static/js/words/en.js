/** English of the phone app, by the Chinese in the code; `{0}`, `{1}` are its values. */

/** @type {Record<string, string>} */
export const ENGLISH = {
  '走访': 'Visits',
  '交件': 'Hand in',
  '同步': 'Sync',
  '我的': 'Me',
  '返回': 'Back',
  '主导航': 'Main',
  '{0} 户待发送': '{0} households to send',
  '大字': 'Large text',
};
