"""Words of claim notices."""

from app.words import words

STATES = words(
    {
        "REPORTED": ("warn", "clock", "等收下"),
        "DOCS_PENDING": ("server", "file", "已收下，等材料"),
        "FORWARDED": ("ok", "check", "已转保险公司"),
        "CLOSED": ("off", "checks", "已结"),
        "VOID": ("off", "slash", "代办员撤回"),
    }
)
KINDS = words(
    {"INJURY": "意外受伤", "HOSPITAL": "住院", "DISABILITY": "伤残", "DEATH": "身故"},
)
PAPERS = words(
    {
        "ID": "身份证",
        "ACCOUNT": "银行卡或存折",
        "MEDICAL": "病历、诊断证明",
        "INVOICE": "发票和费用清单",
        "DISCHARGE": "出院小结",
        "ACCIDENT": "事故证明（交警、村委等）",
        "APPRAISAL": "伤残鉴定",
        "DEATH_CERT": "死亡证明",
        "DEREGISTERED": "户口注销证明",
        "CREMATION": "火化或安葬证明",
        "HEIRS": "受益人身份证和关系证明",
    }
)
