import {Component, useState} from "@odoo/owl";
import {ConnectionLostError} from "@web/core/network/rpc";
import {useService} from "@web/core/utils/hooks";

import {feedback} from "./feedback";
import {shrunk} from "./picture";
import {attempt} from "./refusals";

const {DateTime} = luxon;

/** A code that nobody knows: link it to a product, or keep what was found. */
export class UnknownPanel extends Component {
    static template = "jxc_pda.UnknownPanel";
    static props = {
        code: String,
        mayLink: Boolean,
        /** Called with what the server says of the code once it is linked. */
        onLinked: Function,
        /** Called with quantity, remark and picture; keeps them on the device. */
        onKeep: Function,
        close: Function,
    };

    setup() {
        this.orm = useService("orm").silent;
        this.state = useState({
            text: "",
            found: null,
            product: null,
            uomId: 0,
            quantity: 1,
            remark: "",
            photo: "",
            message: "",
        });
    }

    search() {
        return attempt(this.state, async () => {
            this.state.found = await this.orm.call("jxc.pda.unknown", "jxc_products", [
                this.state.text,
            ]);
        });
    }

    onSearchKey(event) {
        if (event.key === "Enter") {
            return this.search();
        }
    }

    choose(product) {
        this.state.product = product;
        this.state.uomId = product.units[0].id;
    }

    link() {
        return attempt(this.state, async () => {
            const found = await this.orm.call("jxc.pda.unknown", "jxc_link", [
                this.props.code,
                this.state.product.id,
                this.state.uomId,
            ]);
            feedback(true);
            await this.props.onLinked(found);
        });
    }

    async onPhoto(event) {
        const [file] = event.target.files;
        this.state.photo = file ? await shrunk(file) : "";
    }

    keep() {
        const quantity = parseFloat(this.state.quantity);
        return this.props.onKeep({
            code: this.props.code,
            quantity: quantity > 0 ? quantity : 0,
            remark: this.state.remark,
            photo: this.state.photo,
            device_time: DateTime.utc().toFormat("yyyy-MM-dd HH:mm:ss"),
        });
    }
}

/** Send what was found and kept; a network that is away leaves it for the next time, and
 *  what the server refuses stays with its reason until somebody decides.
 */
export async function sendFinds(orm, store) {
    const finds = (await store.finds()).filter((find) => !find.refused);
    if (!finds.length) {
        return 0;
    }
    try {
        const {kept, refused} = await orm.call("jxc.pda.unknown", "jxc_keep", [finds]);
        await Promise.all(kept.map((id) => store.dropFind(id)));
        const not = finds.filter((find) => refused[find.client_id]);
        await Promise.all(
            not.map((find) =>
                store.refuseFind({...find, refused: refused[find.client_id]}),
            ),
        );
        return finds.length - kept.length - not.length;
    } catch (error) {
        if (!(error instanceof ConnectionLostError)) {
            throw error;
        }
        return finds.length;
    }
}
