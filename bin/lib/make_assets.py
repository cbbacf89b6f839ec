"""Run by Odoo's shell on a new template: the bundles of the first page are made once,
so that neither a user nor a test with a clock waits for them.
"""

BUNDLES = ("web.assets_web", "web.assets_frontend", "web.assets_frontend_lazy")

for name in BUNDLES:
    for css in (True, False):
        bundle = env["ir.qweb"]._get_asset_bundle(name, css=css, js=not css)  # noqa: F821
        (bundle.css if css else bundle.js)()
env.cr.commit()  # noqa: F821
