{
    "name": "JXC DingTalk Daily Report",
    "summary": "Daily reports in DingTalk and WeCom, with their picture",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_daily_report", "jxc_dingtalk"],
    "data": [],
    "auto_install": True,
    "installable": True,
}
