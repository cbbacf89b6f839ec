{
    "name": "JXC Base",
    "summary": "The JXC app: menus, roles, locks and settings every add-on shares",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["mail", "base_setup"],
    "external_dependencies": {"python": ["cn2an", "cryptography"]},
    "data": [
        "security/jxc_security.xml",
        "security/ir.model.access.csv",
        "views/jxc_menus.xml",
        "views/jxc_tile_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "assets": {
        "web.report_assets_common": ["jxc_base/static/src/scss/report.scss"],
    },
    "application": True,
    "installable": True,
}
