def uninstall_hook(env):
    """Take the to-dos along: their type cannot go while one of them is left."""
    kind = env.ref("jxc_alert.mail_activity_type_alert", raise_if_not_found=False)
    if kind:
        env["mail.activity"].with_context(active_test=False).search(
            [("activity_type_id", "=", kind.id)]
        ).unlink()
