import {Component, useState} from "@odoo/owl";

/** All counts and finds of this device that the server did not take. */
export async function readRefused(store) {
    const counts = (await store.waiting()).map((one) => ({...one, isCount: true}));
    return [...counts, ...(await store.finds())].filter((one) => one.refused);
}

/** What was not taken, and why: it is sent again, or given up; never lost by itself. */
export class RefusedList extends Component {
    static template = "jxc_pda.RefusedList";
    static props = {
        items: Array,
        store: Object,
        /** Called when something was put back into the queue or given up. */
        onChanged: Function,
    };

    setup() {
        this.state = useState({sure: null});
    }

    async again({isCount, refused, ...one}) {
        await (isCount ? this.props.store.add(one) : this.props.store.addFind(one));
        await this.props.onChanged(one, false);
    }

    /** Asked for twice: what is given up is gone. */
    async discard(one) {
        if (this.state.sure !== one.client_id) {
            this.state.sure = one.client_id;
            return;
        }
        const {store} = this.props;
        await (one.isCount
            ? store.remove(one.client_id)
            : store.dropFind(one.client_id));
        await this.props.onChanged(one, true);
    }
}
