/** Sends what was counted, whenever there is a network, until the server has it. */
import {ConnectionLostError} from "@web/core/network/rpc";
import {Mutex} from "@web/core/utils/concurrency";

const BATCH = 200;
const AGAIN = 15000;

/** The fields that the server asks for; the rest is the page's own. */
function sent(count) {
    const fields = {...count};
    for (const own of ["number", "factor", "refused", "about"]) {
        delete fields[own];
    }
    return fields;
}

export class CountSync {
    /**
     * @param {{add, remove, waiting}} store
     * @param {Function} push counts, since → the server's answer
     * @param {Function} told called with {lost, left, answer}
     */
    constructor(store, push, told) {
        this.store = store;
        this.push = push;
        this.told = told;
        this.since = {};
        this.mutex = new Mutex();
        this.stopped = false;
    }

    stop() {
        this.stopped = true;
        clearTimeout(this.timer);
    }

    later() {
        clearTimeout(this.timer);
        if (!this.stopped) {
            this.timer = setTimeout(() => this.flush(), AGAIN);
        }
    }

    flush() {
        return this.mutex.exec(() => this.send());
    }

    async send() {
        let counts = await this.open();
        do {
            try {
                const batch = counts.slice(0, BATCH);
                const answer = await this.push(batch.map(sent), this.since);
                await this.settle(batch, answer);
                counts = await this.open();
                this.told({lost: false, left: counts.length, answer});
            } catch (error) {
                if (!(error instanceof ConnectionLostError)) {
                    throw error;
                }
                this.told({lost: true, left: counts.length});
                this.later();
                return;
            }
        } while (counts.length && !this.stopped);
    }

    async open() {
        const counts = await this.store.waiting();
        return counts.filter((count) => !count.refused);
    }

    /** Taken or known: done with. Refused: kept, and shown to who counted. */
    async settle(batch, answer) {
        this.since = answer.since;
        for (const result of answer.results) {
            const count = batch.find((one) => one.client_id === result.client_id);
            if (result.status === "refused") {
                await this.store.refuse({...count, refused: result.message});
            } else {
                await this.store.remove(result.client_id);
            }
        }
    }
}
