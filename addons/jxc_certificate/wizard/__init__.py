from . import jxc_certificate_ask
