// @odoo-module ignore

/* Stands before the host's service worker: the scan page opens without a network.
 *
 * The page itself puts what it needs into the cache (static/src/shell.js); here it is
 * only read, and forgotten as soon as its user signs out. */
(() => {
    const CACHE = "jxc_pda";
    const PAGE = "/odoo/scan";

    const forget = () => self.caches.delete(CACHE);

    async function kept(request) {
        const cache = await self.caches.open(CACHE);
        return cache.match(request, {ignoreVary: true});
    }

    async function openPage(request) {
        try {
            const response = await fetch(request);
            if (response.type === "opaqueredirect") {
                await forget(); // To the sign-in page: nobody is signed in any more.
            }
            return response;
        } catch (error) {
            const response =
                (await kept(PAGE)) || (await self.caches.match("/odoo/offline"));
            if (!response) {
                throw error;
            }
            return response;
        }
    }

    async function openFile(request) {
        const isVersioned = new URL(request.url).pathname.startsWith("/web/assets/");
        const response = isVersioned && (await kept(request));
        if (response) {
            return response;
        }
        try {
            return await fetch(request);
        } catch (error) {
            const old = await kept(request);
            if (!old) {
                throw error;
            }
            return old;
        }
    }

    self.addEventListener("fetch", (event) => {
        const {request} = event;
        const url = new URL(request.url);
        if (request.method !== "GET" || url.origin !== self.location.origin) {
            return;
        }
        if (request.mode === "navigate" && url.pathname === PAGE) {
            event.stopImmediatePropagation();
            event.respondWith(openPage(request));
        } else if (/^\/web\/assets\/|\/static\//.test(url.pathname)) {
            event.stopImmediatePropagation();
            event.respondWith(openFile(request));
        }
    });

    self.addEventListener("message", (event) => {
        if (event.data === "user_logout") {
            event.waitUntil(forget());
        }
    });
})();
