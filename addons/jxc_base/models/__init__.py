from . import jxc_lock, res_config_settings
