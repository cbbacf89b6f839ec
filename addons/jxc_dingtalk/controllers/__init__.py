from . import inbound, sign_in
