/** Sends what was scanned of a transfer; until the server has it, the device keeps it. */
import {ConnectionLostError} from "@web/core/network/rpc";
import {Mutex} from "@web/core/utils/concurrency";

import {isOtherUser} from "./refusals";
import {TransferWork} from "./transfer_work";

/** What is under way for a transfer, whichever screen of it began that. */
const queues = new Map();

function queueOf(id) {
    if (!queues.has(id)) {
        queues.set(id, new Mutex());
    }
    return queues.get(id);
}

export class TransferSync {
    /**
     * @param {Object} orm one that goes on when its screen has closed
     * @param {CountStore} store
     * @param {Number} id of the transfer
     * @param {{lost: Function, refused: Function}} told whether the network is away,
     *     and what the server did not take
     */
    constructor(orm, store, id, told) {
        Object.assign(this, {orm, store, id, told});
        this.queue = queueOf(id);
        this.unsaved = new Set();
        // What the server has taken since it was read.
        this.saved = new Set();
        this.work = null;
    }

    /** As it is now; without a network as it was read last, and what was scanned since.
     *  A screen that was closed has sent what it had before.
     */
    start() {
        return this.queue.exec(() => this.open());
    }

    async open() {
        const kept = await this.store.transfer(this.id);
        try {
            await this.read();
        } catch (error) {
            if (!(error instanceof ConnectionLostError) || !kept) {
                throw error;
            }
            this.work = new TransferWork(kept.data);
            this.take(kept.saved, this.saved);
            this.told.lost(true);
        }
        this.take(kept?.parts, this.unsaved);
    }

    take(scanned = {}, ids) {
        for (const [moveId, parts] of Object.entries(scanned)) {
            this.work.parts[moveId] = parts;
            ids.add(Number(moveId));
        }
    }

    reload() {
        return this.queue.exec(() => this.read());
    }

    async read() {
        const data = await this.orm.call("jxc.pda", "transfer", [this.id]);
        this.saved.clear();
        if (!this.work) {
            this.work = new TransferWork(data);
            return;
        }
        // What was scanned meanwhile is newer than the server's word.
        const newer = [...this.unsaved].map((id) => [id, this.work.parts[id]]);
        this.work.load(data);
        for (const [id, parts] of newer.filter(([moveId]) => this.work.parts[moveId])) {
            this.work.parts[id] = parts;
        }
    }

    /** On the device first: what was scanned is never only in the air. */
    keep() {
        const {data, parts} = this.work;
        const scanned = (ids) =>
            Object.fromEntries([...ids].map((id) => [id, parts[id] || []]));
        return this.store.keepTransfer(
            this.id,
            data,
            scanned(this.unsaved),
            scanned(this.saved),
        );
    }

    save(moveId) {
        this.unsaved.add(Number(moveId));
        return this.flush();
    }

    /** Send what is not saved; a network that is away keeps it for the next time, and
     *  another user's session for when its own is back.
     */
    flush() {
        return this.queue.exec(async () => {
            await this.keep();
            const moves = [...this.unsaved];
            this.unsaved.clear();
            try {
                await this.send(moves);
                this.told.lost(false);
                await this.keep();
            } catch (error) {
                const isLost = error instanceof ConnectionLostError;
                if (isLost || isOtherUser(error)) {
                    moves.forEach((moveId) => this.unsaved.add(moveId));
                    return isLost ? this.told.lost(true) : this.told.refused(error);
                }
                await this.sendEach(moves);
            }
        });
    }

    async send(moves) {
        const scanned = moves.map((moveId) => [moveId, this.work.payload(moveId)]);
        if (moves.length) {
            const args = [this.id, Object.fromEntries(scanned)];
            await this.orm.call("jxc.pda", "put", args);
            moves.forEach((moveId) => this.saved.add(moveId));
        }
    }

    /** One of them is refused: the others shall not suffer for it. */
    async sendEach(moves) {
        let refused = null;
        for (const moveId of moves) {
            await this.send([moveId]).catch((error) => {
                if (error instanceof ConnectionLostError) {
                    this.unsaved.add(moveId);
                } else {
                    refused = error;
                }
            });
        }
        await this.keep();
        if (this.unsaved.size) {
            this.told.lost(true);
        } else {
            await this.read();
            await this.keep();
        }
        if (refused) {
            this.told.refused(refused);
        }
    }
}
