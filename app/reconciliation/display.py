"""Words for the states of a statement's lines and of what is due."""

STATUSES = {
    "MATCHED": "已对上",
    "MERGED": "一笔付几村",
    "SPLIT": "几笔凑齐",
    "AMOUNT_DIFF": "金额不符",
    "AMBIGUOUS": "有几种可能",
    "SUGGESTED": "待你确认",
    "UNMATCHED": "没对上",
    "REVERSED": "已冲正",
    "DUPLICATE": "重复",
    "OUTGOING": "支出",
    "IGNORED": "利息",
}
