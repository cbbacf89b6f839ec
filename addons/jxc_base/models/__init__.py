from . import jxc_host_terms, jxc_lock, res_config_settings, res_groups
