"""What the places of records, reasons to keep them, copies and states are called."""

from app.words import words

PLACES = words({
    "PERSON": "花名册上的人", "HOUSEHOLD": "所在的户", "LINE": "导入名册的原行",
    "ENROLLMENT": "参保登记", "INSURED": "参保人", "CONSENT": "同意和签字", "PHOTO": "照片",
    "MONEY": "收款", "WITHDRAWAL": "撤回", "CLAIM": "报案", "CONFLICT": "冲突里没采用的值",
    "OP": "手机发来的改动", "POLICY": "保单上的人", "ENDORSEMENT": "批单上的人",
    "NAMED": "别人保单的受益人", "PAYER": "银行流水和退费", "HOLDER": "投保人的联系人",
    "FILE": "生成好的下载文件", "DECISION": "合并的决定", "ACCOUNT": "登录用户",
    "EXPORT": "下载记录", "AUDIT": "审计日志",
})  # fmt: skip
WHYS = words({
    "POLICY": "承保过，合同资料要留", "FAMILY": "他为家人签了字，家人的合同要留",
    "CLAIM": "报过案，理赔资料要留", "MONEY": "收付款记录要留",
    "OTHERS": "是别人合同的内容", "SHARED": "同户还有别人",
    "AUDIT": "日志不能改；里面只有编号，没有证件号和电话",
    "HOLDER": "到投保人资料里换联系人", "ACCOUNT": "到人员与辖区里办",
})  # fmt: skip
STATES = words({
    "OPEN": ("server", "list", "在办"), "ASKED": ("warn", "clock", "等另一人批准删除"),
    "DONE": ("ok", "checks", "已删除"), "REFUSED": ("back", "ret", "没批准删除"),
    "CLOSED": ("off", "check", "已办结"),
})  # fmt: skip
COPIES = words({
    "BACKUP": ("备份", "旧备份按份数轮换掉；从旧备份恢复以后，要照这一页再删一次"),
    "PHONES": ("装着这个村的手机", "下一次联网就从手机上消失；没联网的先停用，再收回来"),
    "PAPERS": (
        "下载过、打印过的纸和文件", "按下载记录找经手人，收回销毁；交给投保人的归投保人管",
    ),
    "INSURER": ("交给保险公司的清单", "写信给保险公司，由它按自己的期限处理"),
    "DOOR": ("村里的纸质花名册、收据和签字", "由村里和代办员收回；合同要用的随合同保存"),
})  # fmt: skip
SEARCHED = words({"ID_NO": "证件号", "PHONE": "电话", "NAME": "姓名"})
