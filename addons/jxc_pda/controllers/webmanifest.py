from odoo.tools import file_open

from odoo.addons.web.controllers import webmanifest


class WebManifest(webmanifest.WebManifest):
    def _get_service_worker_content(self):
        """The scan page comes first: the host's worker never sees it."""
        with file_open("jxc_pda/static/offline/service_worker.js") as file:
            return f"{file.read()}\n{super()._get_service_worker_content()}"
