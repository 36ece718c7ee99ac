/**
 * Words of the desk's scripts. The page says which language it is in; English stands here, by the
 * Chinese in the code, as it stands in app/english/ for pages. A key without English shows Chinese.
 */

import { fill, keyOf } from '../ui/words.js';
import { FINDINGS } from '../words/en/findings.js';

/** @type {Record<string, string>} */
export const ENGLISH = {
  ...FINDINGS,
  '下一行': 'Next row',
  '上一行': 'Previous row',
  '选中或取消': 'Choose or not',
  '打开': 'Open',
  '办这一行，或选中的、可一起办的': 'Do this row, or those chosen, or all that can be done together',
  '退回：先选原因，再按 Enter': 'Return: choose the reason, then press Enter',
  '撤销这一行': 'Undo this row',
  '查找': 'Find',
  '各村进度': 'Progress of the villages',
  '批次': 'Batches',
  '保单': 'Policies',
  '冲突合并': 'Conflicts and duplicates',
  '业务看板': 'Dashboards',
  '这张表': 'This list',
  '键盘': 'Keyboard',
  '用单个字母键': 'Use single keys',
  '关闭': 'Close',
  '没有空档，没有用不到的行': 'No gaps and no row without use',
  '和算出来的一样': 'As calculated',
  '有改动还没存': 'Changes not saved yet',
  '处要改': 'to fix',
  '还有 {0} 项没填': '{0} still to fill in',
  '没有问题': 'Nothing wrong',
  '户主': 'Head',
  '配偶': 'Spouse',
  '子': 'Son',
  '女': 'Daughter',
  '孙子女': 'Grandchild',
  '父母': 'Parent',
  '家人': 'Family',
  '手机上的样子': 'How it looks on a phone',
  '哪一户': 'Which household',
  '先加一个方案，这里就有手机的样子': 'Add a plan first, then the phone shows here',
  '{0}户': '{0}',
  '{0} 人·应收': '{0} people · due',
  '元': 'yuan',
  '去签字': 'Sign',
  '{0}岁': 'age {0}',
  '年龄没有': 'no age',
  '没有方案': 'No plan',
  '保费 {0}': 'Premium {0}',
  '补贴 {0}': 'Subsidy {0}',
  '自缴 {0}': 'Own share {0}',
  '（可不填）': ' (optional)',
  '拍照': 'Photo',
  '签名': 'Signature',
  '日期': 'Date',
  '数字': 'Number',
  '文字': 'Text',
  '试算（{0}，40 岁）': 'Trial ({0}, age 40)',
  '财政': 'State',
  '集体': 'Village',
  '自缴': 'Own share',
  '不保': 'Not insured',
  '删掉第 {0} 行，Ctrl+Z 撤销': 'Row {0} deleted, Ctrl+Z undoes it',
  '粘贴了 {0} 行，Ctrl+Z 撤销': '{0} rows pasted, Ctrl+Z undoes it',
  '已撤销': 'Undone',
  '加了一行': 'Row added',
};

/** @returns {boolean} */
function isEnglish() {
  return globalThis.document?.documentElement.lang === 'en';
}

/**
 * A word or sentence that stands in a table.
 * @param {string} chinese
 */
export function say(chinese) {
  return isEnglish() ? ENGLISH[chinese] ?? chinese : chinese;
}

/**
 * A sentence in the language of the page.
 * @param {TemplateStringsArray} strings
 * @param {...any} values
 * @returns {any}
 */
export function t(strings, ...values) {
  return fill(say(keyOf(strings)), values);
}
