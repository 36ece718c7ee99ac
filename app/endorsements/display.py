"""Words of endorsements on the console."""

from app.words import words

KINDS = words(
    {
        "ADD": "增加被保险人",
        "REMOVE": "减少被保险人",
        "REPLACE": "更换被保险人",
        "CORRECT": "更正资料",
        "BENEFICIARY": "变更受益人",
        "CANCEL": "退保",
    }
)
STATES = words(
    {
        "DRAFT": ("off", "pencil", "草稿"),
        "SUBMITTED": ("warn", "clock", "待审"),
        "APPROVED": ("server", "money", "已批，等到账"),
        "EFFECTIVE": ("ok", "check", "已生效"),
        "REJECTED": ("back", "slash", "未通过"),
    }
)
ACTIONS = words(
    {
        "submit": "交给另一人审",
        "withdraw": "撤回修改",
        "approve": "同意",
        "reject": "不同意",
        "receive": "登记到账",
        "drop": "作废草稿",
    }
)
DONE = words(
    {
        "submit": "已交审，等另一位主管决定",
        "withdraw": "已撤回，可以修改",
        "approve": "已同意",
        "reject": "已退回，不再生效",
        "receive": "已登记到账，批单生效",
        "drop": "草稿已作废",
    }
)
