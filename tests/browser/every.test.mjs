// Every page there is: the list comes from the table of routes, and each
// account of the demo data goes wherever its links lead. On each kind of page,
// in both languages, light and dark: valid, operable by everybody, no wider
// than a phone (which is narrower than a desk at 300 %). A route that nobody
// came to fails.
import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {AxeBuilder} from '@axe-core/playwright';
import {openPage, signIn, startBrowser, startKhoa} from './harness.mjs';
import {lookAt} from './look.mjs';
import {ACCOUNTS, begin, routes, walk} from './walk.mjs';

// Pages that need something nobody in demo data has: a second step, a slip, a
// paper to mark, a file that was handed in. The test that comes to them looks at them too.
const ELSEWHERE = {
    '/attempts/:attempt/pulse': 'room.test.mjs',
    '/regrades/:regrade': 'regrade.test.mjs',
    '/sign-in/code': 'door.test.mjs',
    '/account/second-step': 'door.test.mjs',
    '/welcome/:token': 'door.test.mjs',
    '/attempts/:attempt/:slot/files/:file': 'types.test.mjs',
    '/attempts/:attempt/:slot/sent/:file': 'types.test.mjs',
    '/marking/:sitting/:item': 'types.test.mjs',
    '/marks/:task': 'types.test.mjs',
    '/marks/:task/files/:file': 'types.test.mjs',
    '/marks/:task/sent/:file': 'types.test.mjs',
};
let khoa, browser;
const first = new Map(); // route -> {who, path} of who came to it first
const faults = [];

before(async () => {
    khoa = await startKhoa('--demo', ['tests/browser/types']);
    browser = await startBrowser();
});
after(async () => {
    await browser?.close();
    await khoa?.stop();
});

const note = (page, who, found) =>
    faults.push(...found.map((f) => `${who ?? 'nobody'} at ${page.url()}: ${f}`));

async function inspect(page, who) {
    note(page, who, await lookAt(page, await page.content()));
    await page.emulateMedia({colorScheme: 'dark'});
    const dark = await new AxeBuilder({page}).withRules(['color-contrast']).analyze();
    await page.emulateMedia({colorScheme: null});
    note(page, who, dark.violations.map((v) => `dark: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`));
}

for (const who of ACCOUNTS)
    test(`${who ?? 'nobody'} goes wherever links lead`, async () => {
        const {page, context, faults: heard} = await openPage(browser, khoa.address);
        if (who) await signIn(page, who);
        const from = ['/', ...await begin(page, who), ...(who ? [] : ['/sign-in', '/metrics', '/healthz'])];
        await walk(page, who, from, first, async (route) => { // looked at by who comes first
            if (first.get(route).who === who || route === '/') await inspect(page, who);
        });
        faults.push(...heard);
        assert.deepEqual(faults.splice(0), []);
        await context.close();
    });

test('the same pages in English', async () => {
    for (const who of ACCOUNTS) {
        const {page, context} = await openPage(browser, khoa.address);
        if (who) await signIn(page, who);
        await page.goto('/help');
        await page.getByRole('button', {name: /English|EN/}).click();
        for (const one of first.values()) {
            if (one.who !== who || !one.isPage) continue;
            await page.goto(one.address);
            assert.equal(await page.locator('html').getAttribute('lang'), 'en', one.address);
            note(page, who, await lookAt(page, await page.content()));
        }
        await context.close();
    }
    assert.deepEqual(faults.splice(0), []);
});

test('what is refused or not there is a page too', async () => {
    const {page, context} = await openPage(browser, khoa.address);
    await signIn(page, 'hocvien');
    for (const [address, status] of [['/people', 403], ['/people/1/nowhere', 404], ['/courses/none', 404]]) {
        const reply = await page.goto(address);
        assert.equal(reply.status(), status);
        await inspect(page, 'hocvien');
    }
    assert.deepEqual(faults.splice(0), []);
    await context.close();
});

test('no route was left out', () => {
    const files = readdirSync(new URL('.', import.meta.url), {recursive: true}).map(String);
    for (const [route, file] of Object.entries(ELSEWHERE)) {
        assert.ok(routes.includes(route), `${route} is no route any more`);
        assert.ok(files.includes(file), `${file} looks at ${route}`);
    }
    assert.deepEqual(routes.filter((r) => !first.has(r) && !ELSEWHERE[r]), []);
});
