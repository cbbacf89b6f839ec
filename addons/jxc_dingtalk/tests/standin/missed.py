"""What DingTalk could not hand over, kept until somebody asks for it."""

import time

from . import callback

PAGE = 200


class Missed:
    """The part of a phone that tells events. Mixed into :class:`phone.Phone`."""

    def _start_missed(self):
        self.failed = []

    def tell(self, url, shared, kind, values):
        """Push an event; who does not answer finds it on the list.

        :param shared: token, key and owner of the console
        """
        event = {"EventType": kind, **values}
        status = self.post(*callback.dingtalk_event(url, *shared, event))
        if status != 200:
            self.miss(kind, values)
        return status

    def miss(self, kind, values):
        """As the vendor lists it: under the event's name."""
        stamp = int(time.time() * 1000)
        self.failed.append({"call_back_tag": kind, "event_time": stamp, kind: values})


def dingtalk_failed(self, phone, query, body, size):
    """Answered once: what was given is taken off the list."""
    fault = phone.token_fault(query.get("access_token")) or phone.quota_fault()
    if fault:
        return {"errcode": fault[0], "errmsg": fault[1]}
    page, phone.failed = phone.failed[:PAGE], phone.failed[PAGE:]
    more = bool(phone.failed)
    return {"errcode": 0, "errmsg": "ok", "failed_list": page, "has_more": more}
