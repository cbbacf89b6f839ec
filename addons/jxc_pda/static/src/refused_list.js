import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {useService} from "@web/core/utils/hooks";

const {DateTime} = luxon;

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
        this.dialog = useService("dialog");
        this.state = useState({sure: null, busy: false});
    }

    /** One thing at a time: what is on its way is neither sent twice nor given up. */
    async alone(act) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await act();
        } finally {
            this.state.busy = false;
        }
    }

    /** Which goods, where and when: the reason alone does not say what to count again. */
    about(one) {
        const time = one.device_time
            ? DateTime.fromSQL(one.device_time, {zone: "utc"})
                  .toLocal()
                  .toFormat("MM-dd HH:mm")
            : "";
        return [one.code, ...(one.about || []), time].filter(Boolean).join(" · ");
    }

    quantity(one) {
        return one.kind === "undo" ? _t("taken back") : one.quantity || "";
    }

    putBack({isCount, refused, ...one}) {
        // A plain copy: the page's own is a proxy down to its lists.
        const row = JSON.parse(JSON.stringify(one));
        return isCount ? this.props.store.add(row) : this.props.store.addFind(row);
    }

    drop(one) {
        const {store} = this.props;
        return one.isCount
            ? store.remove(one.client_id)
            : store.dropFind(one.client_id);
    }

    again(one) {
        return this.alone(async () => {
            await this.putBack(one);
            await this.props.onChanged(one, false);
        });
    }

    allAgain() {
        const items = [...this.props.items];
        return this.alone(async () => {
            for (const one of items) {
                await this.putBack(one);
            }
            await this.props.onChanged(items[items.length - 1], false);
        });
    }

    discardAll() {
        const items = [...this.props.items];
        this.dialog.add(ConfirmationDialog, {
            body: _t("Give up all %s? They are gone then.", items.length),
            confirmLabel: _t("Discard"),
            confirm: () =>
                this.alone(async () => {
                    for (const one of items) {
                        await this.drop(one);
                        await this.props.onChanged(one, true);
                    }
                }),
            cancel: () => {},
        });
    }

    /** Asked for twice: what is given up is gone. */
    discard(one) {
        if (this.state.sure !== one.client_id) {
            this.state.sure = one.client_id;
            return;
        }
        return this.alone(async () => {
            await this.drop(one);
            await this.props.onChanged(one, true);
        });
    }
}
