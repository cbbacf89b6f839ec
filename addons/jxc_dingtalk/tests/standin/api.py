"""What the newer addresses of DingTalk have in common."""


def checked(route):
    """The token is in a header, and errors have words for codes."""

    def answer(self, phone, query, body, size):
        if phone.token_fault(self.headers.get("x-acs-dingtalk-access-token")):
            return {"code": "InvalidAuthentication", "message": "token"}
        return route(self, phone, query, body, size)

    return answer
