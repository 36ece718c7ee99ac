"""Words of village clerks: categories, relations, groups, marks of death and of moving away."""

import re

from app.rosters.rules.tables import squeezed

CATEGORIES = {
    "脱贫户": "EXITED",
    "低保户": "SUBSISTENCE",
    "低保": "SUBSISTENCE",
    "特困人员": "EXTREME_POOR",
    "五保户": "EXTREME_POOR",
    "脱贫不稳定户": "UNSTABLE_EXITED",
    "边缘易致贫户": "EDGE_AT_RISK",
    "突发严重困难户": "SUDDEN_HARDSHIP",
    "重度残疾": "SEVERE_DISABILITY",
}
NO_CATEGORY = ("", "一般户", "一般农户")
DEAD = ("已故", "病故", "死亡", "去世", "亡故")
MOVED = ("户口迁出", "迁出", "外迁")
MENTIONS = (*DEAD, *MOVED, "注销")
HEAD_CODES = ("01", "02")
_BRACKET = re.compile(r"[（(\[【〔]([^（）()\[\]【】〔〕]*)[）)\]】〕]$")
_DATE_BEFORE = re.compile(r"^[0-9０-９年月日.\-/．－／]+")
_CONTINUED = re.compile(r"[（(]续[）)]$")
_GROUP_NUMBER = re.compile(r"第?0*([0-9]+)(?:村民)?(?:小)?组?")

# GB/T 4761: the words of the standard and those people use instead.
_RELATIONS = {
    "01": "本人",
    "02": "户主 户主本人 本人或户主",
    "10": "配偶 爱人 夫妻",
    "11": "夫 丈夫 老公",
    "12": "妻 妻子 老婆",
    "20": "子 儿子 儿",
    "21": "独生子 独子",
    "22": "长子 大儿子 大儿",
    "23": "次子 二儿子 二子",
    "24": "三子 三儿子",
    "25": "四子 四儿子",
    "26": "五子 五儿子",
    "27": "养子或继子 养子 继子",
    "28": "女婿 婿",
    "29": "其他儿子",
    "30": "女 女儿",
    "31": "独生女 独女",
    "32": "长女 大女儿 大女",
    "33": "次女 二女儿 二女",
    "34": "三女 三女儿",
    "35": "四女 四女儿",
    "36": "五女 五女儿",
    "37": "养女或继女 养女 继女",
    "38": "儿媳 儿媳妇 媳妇 长媳 次媳",
    "39": "其他女儿",
    "40": "孙子、孙女或外孙子、外孙女 孙辈",
    "41": "孙子 孙 长孙 次孙",
    "42": "孙女 长孙女 次孙女",
    "43": "外孙子 外孙",
    "44": "外孙女",
    "45": "孙媳妇或外孙媳妇 孙媳 孙媳妇 外孙媳妇 外孙媳",
    "46": "孙女婿或外孙女婿 孙女婿 外孙女婿",
    "47": "曾孙子或曾外孙子 曾孙 曾孙子 重孙 重孙子 曾外孙子 曾外孙",
    "48": "曾孙女或曾外孙女 曾孙女 重孙女 曾外孙女",
    "49": "其他孙辈",
    "50": "父母",
    "51": "父亲 父 爸爸",
    "52": "母亲 母 妈妈",
    "53": "公公",
    "54": "婆婆",
    "55": "岳父",
    "56": "岳母",
    "57": "继父或养父 继父 养父",
    "58": "继母或养母 继母 养母",
    "59": "其他父母关系",
    "60": "祖父母或外祖父母 祖父母 外祖父母",
    "61": "祖父 爷爷",
    "62": "祖母 奶奶",
    "63": "外祖父 外公 姥爷",
    "64": "外祖母 外婆 姥姥",
    "70": "兄弟姐妹",
    "71": "兄 哥哥 兄长 哥",
    "73": "弟 弟弟",
    "75": "姐 姐姐",
    "77": "妹 妹妹",
    "80": "其他",
    "81": "伯父",
    "82": "伯母",
    "83": "叔父 叔叔",
    "84": "婶母 婶婶",
    "85": "舅父 舅舅",
    "86": "舅母",
    "87": "姨父",
    "88": "姨母",
    "89": "姑父",
    "90": "姑母 姑姑",
    "91": "堂兄弟、堂姐妹 堂兄弟 堂姐妹",
    "92": "表兄弟、表姐妹 表兄弟 表姐妹",
    "93": "侄子 侄儿",
    "94": "侄女",
    "95": "外甥",
    "96": "外甥女",
    "97": "其他亲属",
    "99": "非亲属",
}
RELATIONS = {word: code for code, words in _RELATIONS.items() for word in words.split()}


def relation_code(text: str) -> str | None:
    """Return the GB/T 4761 code of a relation to the head, `02` of `户主`; None if unknown."""
    word = squeezed(text)
    for beginning in ("户主之", "户主的", "之"):
        word = word.removeprefix(beginning)
    return word if word in _RELATIONS else RELATIONS.get(word)


def category_code(text: str) -> tuple[str | None, bool]:
    """Return (code or None, whether the word is known)."""
    word = squeezed(text)
    return CATEGORIES.get(word), word in CATEGORIES or word in NO_CATEGORY


def group_name(text: str) -> str:
    """Return a village group as it is shown: `3组` of `3`, `第3村民小组` and the like."""
    word = squeezed(text)
    number = _GROUP_NUMBER.fullmatch(word)
    return f"{number[1]}组" if number else word


def without_continued(text: str) -> str:
    """Return a house number without the mark of a page that goes on: `0012` of `0012（续）`."""
    return squeezed(_CONTINUED.sub("", squeezed(text)))


def split_name(text: str) -> tuple[str, str]:
    """Return (name without blanks, what stands in a bracket at its end)."""
    word = squeezed(text)
    found = _BRACKET.search(word)
    return (word[: found.start()], found[1]) if found else (word, "")


def left_by(name: str, note: str) -> str | None:
    """Return PERSON_DEAD or PERSON_MOVED if a name or a note says so, else None."""
    bracket = split_name(name)[1]
    said = _DATE_BEFORE.sub("", squeezed(note))
    for reason, marks in (("PERSON_DEAD", DEAD), ("PERSON_MOVED", MOVED)):
        if any(mark in bracket for mark in marks) or said.startswith(marks):
            return reason
    return None


def mentions_status(note: str) -> bool:
    """Tell whether a note speaks of death or moving away of somebody: a person must look."""
    return any(mark in squeezed(note) for mark in MENTIONS)
