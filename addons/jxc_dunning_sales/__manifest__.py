{
    "name": "JXC Dunning Sales",
    "summary": "Deliveries stop while the last letter is unanswered",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/JXC",
    "author": "JXC",
    "website": "https://example.com/jxc",
    "license": "LGPL-3",
    "depends": ["jxc_dunning", "jxc_sales"],
    "data": ["views/jxc_dunning_level_views.xml"],
    "auto_install": True,
    "installable": True,
}
