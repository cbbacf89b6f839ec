from .models.res_company import PLACES


def post_init_hook(env):
    """Give the companies that exist their places for losses and gains."""
    lang = env.ref("base.user_admin").lang
    companies = env["res.company"].with_context(active_test=False, lang=lang)
    companies.search([])._jxc_make_stocktake_places()


def uninstall_hook(env):
    """Take our to-dos and places along; a place that goods went through is archived."""
    kind = env.ref("jxc_stocktake.mail_activity_type_review", raise_if_not_found=False)
    if kind:
        env["mail.activity"].with_context(active_test=False).search(
            [("activity_type_id", "=", kind.id)]
        ).unlink()
    companies = env["res.company"].with_context(active_test=False).search([])
    places = env["stock.location"].union(*(companies[name] for name in PLACES.values()))
    lines = env["stock.move.line"]._read_group(
        [
            "|",
            ("location_id", "in", places.ids),
            ("location_dest_id", "in", places.ids),
        ],
        ["location_id", "location_dest_id"],
    )
    used = places & env["stock.location"].union(
        *(place for line in lines for place in line)
    )
    used.action_archive()
    (places - used).unlink()
