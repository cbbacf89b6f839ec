{
    "name": "JXC DingTalk Approval",
    "summary": "Approvals answered on the phone, in DingTalk and WeCom",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_approval", "jxc_dingtalk"],
    "auto_install": True,
    "installable": True,
}
