import {Component, onMounted, onWillUnmount, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useDebounced} from "@web/core/utils/timing";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";

/** How many documents wait for the user's approval; not there when none does. */
export class ApprovalMenu extends Component {
    static template = "jxc_approval.ApprovalMenu";
    static props = [];

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({count: 0});
        const bus = useService("bus_service");
        // A batch tells of each document by itself.
        const news = useDebounced(() => this.count(), 300);
        onMounted(() => {
            bus.subscribe("jxc_approval/updated", news);
            this.count();
        });
        onWillUnmount(() => bus.unsubscribe("jxc_approval/updated", news));
    }

    async count() {
        this.state.count = await this.orm.silent.searchCount("jxc.approval.request", [
            ["state", "=", "pending"],
            ["approver_ids", "in", user.userId],
        ]);
    }

    open() {
        this.action.doAction("jxc_approval.jxc_approval_request_action", {
            clearBreadcrumbs: true,
        });
    }
}

registry
    .category("systray")
    .add("jxc_approval.approval_menu", {Component: ApprovalMenu}, {sequence: 21});
