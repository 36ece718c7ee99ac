"""What acts and states are called on the pages of oversight."""

from app.words import Word, say, words

ACTIONS = words({
    "AREAS_CHANGED": "改辖区", "BATCH_APPROVED": "批次审完", "BATCH_CANCELLED": "作废批次",
    "CAMPAIGN_MOVED": "项目换版", "CAMPAIGN_OPENED": "开项目", "CAMPAIGN_REJUDGED": "重新核算",
    "CHAINS_CHECKED": "校验日志", "DATA_KEY_ADDED": "换数据密钥", "DESK_ENTERED": "代录一户",
    "DICTIONARY_CHANGED": "改字典", "DICTIONARY_EXTENDED": "字典加一项",
    "ERASURE_ASKED": "提请删除个人信息", "ERASURE_DONE": "删除个人信息",
    "ERASURE_REFUSED": "没批准删除", "EXPORTED": "下载文件",
    "GATE_OVERRIDDEN": "低于门槛出单", "HANDOVER_IMPORTED": "导入交接文件",
    "HEADS_EXPORTED": "导出日志末值", "INSTALL_REGISTERED": "登记手机",
    "INSTALL_REVOKED": "停用手机",
    "LINES_ACCEPT": "受理", "LINES_RETURN": "退回", "LINES_UNDO": "撤销",
    "PASSWORD_CHANGED": "改密码", "PASSWORD_RESET": "重置密码", "PAYMENT_ENTERED": "登记到账",
    "PERSONAL_DATA_ASKED": "登记个人信息申请", "PERSONAL_DATA_CLOSED": "办结个人信息申请",
    "PERSONAL_DATA_EXPORTED": "导出个人信息", "PERSONAL_DATA_SEARCHED": "查找个人信息",
    "PERSON_ERASED": "删除一个人", "POLICYHOLDER_SAVED": "保存投保人",
    "POLICY_ISSUED": "出单", "POLICY_TAKEN_BACK": "撤回出单",
    "REFUND_DUE": "登记退费", "REFUND_PAID": "退费已付", "RENEWAL_MARKED": "续保准备",
    "ROSTER_IMPORTED": "导入花名册", "ROSTER_REPORT_DOWNLOADED": "下载导入结果",
    "SEALING_KEY_ADDED": "换封口密钥", "SET_DECIDED": "处理搁置的改动", "SIGNED_IN": "登录",
    "SIGNED_OUT": "退出登录", "STATEMENT_IMPORTED": "导入对账单", "TIMELINE_RENEWED": "恢复备份",
    "USER_CHANGED": "改人员", "USER_CREATED": "新增人员", "USER_RESTORED": "恢复人员",
    "USER_SUSPENDED": "停用人员", "WRITE_OFF_PROPOSED": "提出核销",
})  # fmt: skip


def action_word(code: str) -> Word:
    """Return what an act is called; one without a word shows its code."""
    return say(ACTIONS.get(code, code))
