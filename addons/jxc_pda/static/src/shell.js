/** Keeps the page itself on the device, so that it opens again without a network.
 *
 *  static/offline/service_worker.js gives it out. What is kept is the page of who is
 *  signed in, without the secret that opens the host's own cache, and the files that it
 *  loaded; those of an older version go.
 */
import {browser} from "@web/core/browser/browser";
import {ConnectionLostError} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";

import {storeName} from "./count_store";

const CACHE = "jxc_pda";
const PAGE = "/odoo/scan";
/** Whose page it is. */
const WHO = "X-JXC-User";
const UID = /"uid": *(\d+)/;
const SECRET = /"browser_cache_secret": *"[^"]*"/;

/** What the page has loaded so far: bundles, fonts, pictures. */
function loadedFiles() {
    const named = [...document.querySelectorAll("script[src], link[rel=stylesheet]")];
    const urls = [
        ...performance.getEntriesByType("resource").map((entry) => entry.name),
        ...named.map((node) => node.src || node.href),
    ].map((url) => new URL(url, browser.location.origin));
    const ours = urls.filter(
        (url) =>
            url.origin === browser.location.origin &&
            /^\/web\/assets\/|\/static\//.test(url.pathname),
    );
    return [...new Set(ours.map((url) => url.href))];
}

export async function keepPage() {
    if (!window.caches || !navigator.serviceWorker) {
        return; // Only over https.
    }
    const response = await browser.fetch(PAGE, {credentials: "same-origin"});
    if (!response.ok || response.redirected) {
        return;
    }
    const html = await response.text();
    if (Number(html.match(UID)?.[1]) !== user.userId) {
        return; // Somebody else signed in meanwhile, in another window.
    }
    await dropped;
    const cache = await caches.open(CACHE);
    const files = loadedFiles();
    for (const request of await cache.keys()) {
        if (!files.includes(request.url)) {
            await cache.delete(request);
        }
    }
    const missing = [];
    for (const file of files) {
        if (!(await cache.match(file, {ignoreVary: true}))) {
            missing.push(file);
        }
    }
    await Promise.all(missing.map((file) => cache.add(file)));
    // Last: a page is given out only if all it needs is there.
    await cache.put(
        PAGE,
        new Response(html.replace(SECRET, '"browser_cache_secret": ""'), {
            headers: {"Content-Type": "text/html; charset=utf-8", [WHO]: storeName()},
        }),
    );
    await navigator.serviceWorker.ready;
    document.body.dataset.jxcKept = "1";
}

/** The page of who was signed in before does not open for who is signed in now. What he
 *  counted stays in his own store, and goes out when he is back.
 */
async function dropOthers() {
    if (!window.caches || !(await caches.has(CACHE))) {
        return;
    }
    const cache = await caches.open(CACHE);
    const kept = await cache.match(PAGE);
    if (kept && kept.headers.get(WHO) !== storeName()) {
        await caches.delete(CACHE);
    }
}
let dropped = null;
registry.category("services").add("jxc_pda.others", {
    start() {
        dropped = dropOthers().catch(() => {});
    },
});

/** What the host itself cannot fetch without a network is no crash, and its notice would
 *  cover the page's own: the page says so in its yellow bar, and goes on. */
function withoutNetwork(env, error, original) {
    const words = ["Failed to fetch", "Load failed", "NetworkError when attempting"];
    const isLost =
        original instanceof ConnectionLostError ||
        (original instanceof TypeError &&
            words.some((start) => original.message.startsWith(start)));
    if (browser.location.pathname !== PAGE || !isLost) {
        return false;
    }
    error.unhandledRejectionEvent?.preventDefault();
    return true;
}
registry
    .category("error_handlers")
    .add("jxc_pda.withoutNetwork", withoutNetwork, {sequence: 1});
