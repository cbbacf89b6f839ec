{
    "name": "JXC DingTalk and WeCom",
    "summary": "Messages to DingTalk and WeCom, each delivered once",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_base"],
    "external_dependencies": {"python": ["cryptography"]},
    "data": [],
    "installable": True,
}
