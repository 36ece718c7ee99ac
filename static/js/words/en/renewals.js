/** What renewals/ says. */

/** @type {Record<string, string>} */
export const RENEWALS = {
  '续保': 'Renewal',
  '续保·{0}': 'Renewal · {0}',
  '去年保的': 'Insured last year',
  '户还没问': 'not asked yet',
  '已续 {0} 户，不续 {1} 户，外出 {2} 户': '{0} renewed, {1} left, {2} away',
  '去年保的都问过了': 'All of last year were asked',
  '去年没有人参保': 'Nobody was insured last year',
  '去年没保、可以加：{0}': 'Not insured last year, may join: {0}',
  '要 {0} 人签字，应收 {1} 元': '{0} {0:signature|signatures}, {1} yuan due',
  '续保 {0} 人': 'Keep {0}',
  '不续': 'Leave',
  '{0}户 不续': '{0} leaves',
  '先不续': 'not for now',
  '外出，先不续；回来了点修改': 'Away, not for now; edit when back',
  '满 18 岁了，要自己签字': 'Turned 18, signs himself',
  '证件 {0}到期，看一下新的': 'The ID expires on {0}, look at the new one',
  '今年 {0} 岁，换了一档：自缴 {1} 变 {2}': '{0} this year, another age band: own share {1} becomes {2}',
  '自缴 {0} 变 {1}': 'Own share {0} becomes {1}',
  '人员类别：{0} 变 {1}': 'Class: {0} becomes {1}',
  '去年保过、还没问的 {0} 户': '{0} {0:household|households} of last year not asked yet',
};
