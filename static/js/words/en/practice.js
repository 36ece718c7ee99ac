/** What practice/ says. */

/** @type {Record<string, string>} */
export const PRACTICE = {
  '练习村': 'Practice village',
  '练习': 'Practice',
  '用编出来的 12 户练手：登记、签字、收钱、交件都能点。和真的资料分开，什么都不会发出去，结束就清掉。': 'Try everything on 12 invented households: enroll, sign, take money, hand in. Kept apart from real work, never sent, thrown away at the end.',
  '开始练习': 'Start practising',
  '人是编的，不会发出去。': 'Invented people; nothing is sent.',
  '结束练习': 'End',
  '先下载一个村的花名册，再来练习。': 'Download a roster first, then practise.',
};
