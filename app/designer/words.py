"""What codes of a template are called on the designer's pages, in files and in differences."""

from app.exports.insured_list import POVERTY as SUPPORTED
from app.words import say, words

KINDS = words(
    {
        "WHOLE_VILLAGE": "全村统保",
        "JOINT_PROMOTION": "联合互动",
        "MICRO_GROUP": "小型团单",
        "LOAN_LINKED": "扶贫资金互助社",
    }
)
CONTRACT_FORMS = words({"GROUP": "团体合同", "INDIVIDUAL": "个人合同"})
TERMS = words({"MONTHS": "固定月数", "LOAN_TERM": "到借款到期"})
STARTS = words({"NEXT_DAY": "到账出单次日", "FIXED_DATE": "统一起期"})
DENOMINATORS = words(
    {
        "HUKOU": "户籍在村且常住",
        "HUKOU_PLUS_RESIDENT": "户籍加外来常住",
        "MEMBERS": "成员名单",
    }
)
MINOR_CAP_MODES = words({"SUM": "身故保额全部相加", "MAX_CAUSE": "意外和疾病取高"})
MIDTERM = words({"FULL": "收全额", "PRORATA": "按天数收", "NONE": "不能中途加人"})
BENEFICIARIES = words(
    {
        "ANY": "由被保险人指定",
        "NEAR_RELATIVE": "只能是近亲属",
        "LENDER_FIRST": "贷款方第一",
    }
)
LENDERS = words({"MUTUAL_AID": "互助资金", "CREDIT_COOP": "信用社", "BANK": "银行"})
BASES = words({"PERSON": "按人", "HOUSEHOLD": "按户", "LOAN_MONTH": "按借款月数"})
SEXES = words({"M": "男", "F": "女"})
POVERTY = words({"NONE": "一般户", **SUPPORTED})
BENEFIT_TYPES = words(
    {
        "DEATH_ACCIDENT": "意外身故",
        "DEATH_ILLNESS": "疾病身故",
        "DEATH_ANY": "身故（意外或疾病）",
        "DISABILITY_ACCIDENT": "意外伤残",
        "MEDICAL_ACCIDENT": "意外医疗",
        "MEDICAL_ILLNESS": "疾病医疗",
        "HOSPITAL_DAILY": "住院津贴",
    }
)
SUM_RULES = words(
    {
        "FIXED": "每人固定",
        "PER_CAPITA": "全户平分",
        "PRINCIPAL": "等于借款本金",
        "PER_DAY": "按天",
    }
)
SCALES = words({"JRT0083": "JR/T 0083 伤残标准"})
PAYERS = words(
    {
        "FISCAL": "财政",
        "COLLECTIVE": "村集体",
        "SPONSOR": "帮扶单位",
        "INSURER": "公司让利",
    }
)
SHARES = words({"INDIVIDUAL": "个人", **PAYERS})
MODES = words({"PCT": "按比例", "FIXED": "固定金额", "REMAINDER": "补足剩余"})
CONSENTS = words(
    {
        "INSURED_DEATH_COVER": "被保险人同意身故保额",
        "PIPL_GENERAL": "个人信息收集使用",
        "PIPL_SENSITIVE": "敏感个人信息",
        "PIPL_MINOR": "未满十四周岁的个人信息",
        "SHARE_THIRD_PARTY": "提供给第三方",
    }
)
TEXTS = {
    "INSURED_DEATH_COVER": say("被保险人同意身故保额"),
    "INSURED_DEATH_COVER_MINOR": say("父母替未成年人同意身故保额"),
    **{kind: label for kind, label in CONSENTS.items() if kind != "INSURED_DEATH_COVER"},
}
METHODS = words(
    {
        "SIGN_ON_SCREEN": "屏幕签名",
        "PAPER_PHOTO": "纸质签字照片",
        "FINGERPRINT_PHOTO": "按手印照片",
        "VOICE": "录音",
        "SMS_OTP": "短信验证码",
    }
)
SCOPES = words({"PERSON": "每个人", "HOUSEHOLD": "每户", "GROUP": "整个团体"})
FIELD_TYPES = words(
    {
        "text": "文字",
        "number": "数字",
        "date": "日期",
        "choice": "选项",
        "photo": "照片",
        "signature": "签名",
    }
)
FACTS = words(
    {
        "@age": "年龄",
        "@sex": "性别",
        "@occ": "职业类别",
        "@poverty": "人员类别",
        "@residence": "居住情况",
        "@minor": "未成年",
        "@plan": "方案",
    }
)
OPERATORS = words(
    {
        "eq": "等于",
        "ne": "不等于",
        "gt": "大于",
        "ge": "不小于",
        "lt": "小于",
        "le": "不大于",
        "has": "包含",
        "in": "是其中之一",
        "filled": "已填",
        "empty": "没填",
    }
)
PARTS = words(
    {
        "test": "比较",
        "all": "下面全部成立",
        "any": "下面任一成立",
        "not": "下面不成立",
    }
)
RESIDENCES = words({"HUKOU": "户籍在村", "RESIDENT": "外来常住", "AWAY": "常年在外"})
RELATIONS = words({
    "02": "户主", "10": "配偶", "20": "子", "30": "女", "40": "孙子女", "50": "父母",
    "99": "其他",
})  # fmt: skip
# What an example case may be expected to bring up, besides its price.
TRIAL_FINDINGS = words(
    {
        "AGE_TOO_LOW": "年龄不够",
        "AGE_TOO_HIGH": "超龄",
        "OCC_MISSING": "没填职业",
        "OCC_REFUSED": "职业不保",
        "COPIES_OUT_OF_RANGE": "份数超出",
        "SUM_INSURED_BAND": "保额超出范围",
        "PLAN_UNKNOWN": "没有这个方案",
        "PLAN_MIXED": "全家方案不同",
        "OUTSIDE_RATES": "费率表里没有",
        "RATE_DECLINED": "保险公司不保",
        "MINOR_DEATH_CAP": "未成年保额超限",
        "NOT_IN_GROUP": "不是团体成员",
        "LOAN_MISSING": "没有借款",
        "LOAN_PRINCIPAL": "没有借款本金",
        "LOAN_COVER_TOO_LONG": "保险期超过借款",
        "LOAN_TWO_BORROWERS": "一户两名借款人",
    }
)
YES_NO = words({"yes": "是", "no": "否"})
STATES = words(
    {
        "DRAFT": ("warn", "pencil", "草稿"),
        "REVIEW": ("server", "clock", "待复核"),
        "PUBLISHED": ("ok", "check", "在售"),
        "WITHDRAWN": ("off", "slash", "停售"),
    }
)
