{
    "name": "JXC PDA",
    "summary": "Scanning with a phone or a PDA: counting and the warehouse's transfers",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_stocktake"],
    # 5.0: later ones need Python 3.11, and we promise 3.10.
    "external_dependencies": {"python": ["biip"]},
    "data": [
        "security/ir.model.access.csv",
        "security/jxc_security.xml",
        "views/jxc_pda_unknown_views.xml",
        "views/jxc_menus.xml",
        "views/web_login_templates.xml",
        "data/jxc_tile_data.xml",
    ],
    "assets": {
        "web.assets_backend": ["jxc_pda/static/src/**/*"],
        "web.assets_unit_tests": ["jxc_pda/static/tests/**/*"],
    },
    "installable": True,
}
