/** First letters of the pinyin of a name, from the browser's own collation of Chinese. */

// The first character of each letter in pinyin order; none begins with i, u or v.
const LETTERS = 'abcdefghjklmnopqrstwxyz';
const FIRST = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他穵夕丫帀';

// Characters of names with a second reading, and its letter: 刘长福 is found by lcf and by lzf.
const ALSO = new Map([...'长c曾z单s解x仇q查z覃q重c乐y朝z盛c沈c翟z区o石d传z藏z召s贾g盖h'.matchAll(/(.)([a-z])/gu)]
  .map(([, character, letter]) => [character, letter]));

const order = new Intl.Collator('zh-Hans-CN-u-co-pinyin');
/** An old WebView may lack the collation: then letters find nothing and names still do. */
const usable = order.compare('阿', '八') < 0 && order.compare('八', '张') < 0 && order.compare('张', '安') > 0;
/** @type {Map<string, string>} */
const known = new Map();

/**
 * @param {string} name `张德贵`
 * @returns {string[]} every reading: `zdg`, one letter per character; what is not Chinese stays
 */
export function initials(name) {
  let readings = [''];
  for (const character of name.replace(/\s/g, '').toLowerCase()) {
    const letter = initial(character), other = usable ? ALSO.get(character) : undefined;
    const letters = other && other !== letter ? [letter, other] : [letter];
    readings = letters.flatMap((one) => readings.map((before) => before + one));
  }
  return readings;
}

/** @param {string} character */
function initial(character) {
  if (!usable || !/[\u3400-\u9fff]/.test(character)) return character;
  const cached = known.get(character);
  if (cached) return cached;
  let place = LETTERS.length - 1;
  while (place > 0 && order.compare(character, FIRST[place]) < 0) place -= 1;
  known.set(character, LETTERS[place]);
  return LETTERS[place];
}
