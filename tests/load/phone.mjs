// Scenario 14: pages on an old phone, by Chromium: slow 4G, a processor four
// times slower, nothing kept from before. Prints a line of JSON for each page:
// kB over the wire, without fonts and with them, milliseconds to the largest
// paint, layout shift; medians of several loads.
//
//     KHOA_BUILD=build/release tools/node tests/load/phone.mjs
import {openPage, signIn, startBrowser, startKhoa} from '../browser/harness.mjs';

const LOADS = 5;
const SLOW_4G = {offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8};

const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function load(page, address) {
    const cdp = await page.context().newCDPSession(page);
    const kinds = new Map(), sizes = new Map();
    await cdp.send('Network.enable');
    await cdp.send('Network.setCacheDisabled', {cacheDisabled: true});
    await cdp.send('Network.emulateNetworkConditions', SLOW_4G);
    await cdp.send('Emulation.setCPUThrottlingRate', {rate: 4});
    cdp.on('Network.responseReceived', (e) => kinds.set(e.requestId, e.type));
    cdp.on('Network.loadingFinished', (e) => sizes.set(e.requestId, e.encodedDataLength));
    await page.goto(address, {waitUntil: 'load'});
    await page.waitForTimeout(2500);
    const seen = await page.evaluate(() => new Promise((resolve) => {
        const found = {lcp: 0, shift: 0};
        new PerformanceObserver((list) => { for (const e of list.getEntries()) found.lcp = e.startTime; })
            .observe({type: 'largest-contentful-paint', buffered: true});
        new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) found.shift += e.value; })
            .observe({type: 'layout-shift', buffered: true});
        setTimeout(() => resolve(found), 200);
    }));
    await cdp.detach();
    let fonts = 0, rest = 0;
    for (const [id, size] of sizes) if (kinds.get(id) === 'Font') fonts += size; else rest += size;
    return {kb: rest / 1000, kb_with_fonts: (rest + fonts) / 1000, lcp_ms: seen.lcp, shift: seen.shift};
}

async function measure(page, name, address) {
    const loads = [];
    for (let i = 0; i < LOADS; i++) loads.push(await load(page, address));
    const told = {page: name};
    for (const key of Object.keys(loads[0])) told[key] = middle(loads.map((one) => one[key]));
    console.log(JSON.stringify(told));
}

const khoa = await startKhoa(), browser = await startBrowser();
try {
    const {page} = await openPage(browser, khoa.address, {viewport: {width: 360, height: 740}, isMobile: true, hasTouch: true});
    await signIn(page, 'hocvien', '/sittings');
    await page.getByRole('link', {name: /đợt 2\/2026/}).click();
    await page.getByRole('checkbox').check();
    await page.locator('main form button').click();
    await page.waitForURL(/\/attempts\//);
    const paper = page.url();
    await measure(page, 'a question of an exam', paper);
    await measure(page, 'a course', '/courses/an-toan-thong-tin');
    await measure(page, 'a lesson with pictures', '/courses/an-toan-thong-tin/vi-sao-la-toi');
    await measure(page, 'the start page', '/');
} finally {
    await browser.close();
    await khoa.stop();
}
