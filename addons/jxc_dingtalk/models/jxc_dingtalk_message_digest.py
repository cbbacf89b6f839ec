from datetime import timedelta

from odoo import fields, models

from ..logic import answers, messages

#: WeCom's groups take the least; a digest fits there with its heading.
LONGEST = messages.WECOM_MARKDOWN - 596


class JxcDingtalkMessage(models.Model):
    """A group that is told more than its robot may say gets it as a list."""

    _inherit = "jxc.dingtalk.message"

    state = fields.Selection(
        selection_add=[("merged", "In a Digest")], ondelete={"merged": "cascade"}
    )
    digest_id = fields.Many2one(
        "jxc.dingtalk.message",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )

    def _jxc_merge_behind(self):
        """What waits behind a message, where the minute does not take all of it.

        Only what was never tried: no vendor has seen its key.
        """
        behind = [
            ("conversation", "=", self.conversation),
            ("state", "=", "waiting"),
            ("attempts", "=", 0),
            ("id", ">", self.id),
        ]
        since = fields.Datetime.now() - timedelta(minutes=1)
        said = self.search_count(
            [("conversation", "=", self.conversation), ("claimed_on", ">", since)]
        )
        if self.search_count(behind) <= answers.PER_MINUTE - said:
            return
        waiting, lines, size = self.browse(), [], 0
        for message in self.search(behind, order="id", limit=50):
            line = message._jxc_digest_line()
            size += len(line.encode()) + 2
            if size > LONGEST:
                break
            waiting |= message
            lines.append(line)
        if len(waiting) > 1:
            waiting._jxc_merge(lines)

    def _jxc_merge(self, lines):
        """The first one says what all of them say."""
        first, rest = self[:1], self[1:]
        robot, named = first.robot_id, self.mapped("mobiles")
        words = self.with_context(lang=robot.responsible_id.lang).env
        first.write(
            {
                "title": words._("%(count)s messages", count=len(self)),
                "text": "\n".join(lines),
                "is_markdown": True,
                "url": False,
                "button": False,
                "mobiles": ",".join(dict.fromkeys(filter(None, named))),
            }
        )
        rest.write({"state": "merged", "digest_id": first.id})

    def _jxc_digest_line(self):
        title = self.title if self.is_markdown else messages.plain(self.title)
        title = messages.fit(title, 300).replace("[", "(").replace("]", ")")
        url = self.url if self.url and len(self.url) < 1000 else ""
        return f"[{title}]({url})" if url else title
