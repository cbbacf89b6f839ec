from . import jxc_dunning_run
