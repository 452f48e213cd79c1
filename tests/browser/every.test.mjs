// Every page there is: the list comes from the table of routes, and each
// account of the demo data goes wherever its links lead. On each kind of page,
// in both languages, light and dark: valid, operable by everybody, no wider
// than a phone (which is narrower than a desk at 300 %). A route that nobody
// came to fails.
import assert from 'node:assert/strict';
import {readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {AxeBuilder} from '@axe-core/playwright';
import {openPage, root, signIn, startBrowser, startKhoa} from './harness.mjs';
import {lookAt} from './look.mjs';

// Pages that need something nobody in demo data has: a second step, a slip, a
// paper to mark, a file that was handed in. The test that comes to them looks at them too.
const ELSEWHERE = {
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
const ACCOUNTS = [null, 'hocvien', 'tochuc', 'nhansu', 'nguoicham', 'giamthi', 'biensoan', 'thamdinh',
    'nhacungcap', 'thanhtra', 'quantri'];

const table = readFileSync(join(root, 'core/pages/routes.c'), 'utf8');
const routes = [...table.matchAll(/\{"GET",\s*"([^"]+)"/g)].map(([, pattern]) => pattern);

// Fixed words before names, as the router does.
function routeOf(path) {
    const parts = path.split('/');
    const fits = routes.filter((route) => {
        const wanted = route.split('/');
        return wanted.length === parts.length &&
            wanted.every((w, i) => (w.startsWith(':') ? parts[i] !== '' : w === parts[i]));
    });
    return fits.sort((a, b) => a.split(':').length - b.split(':').length)[0];
}

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

const linksOf = (page) => page.evaluate(() =>
    [...document.querySelectorAll('a[href], link[href], script[src], img[src], source[src], track[src], image[href]')]
        .map((e) => new URL(e.getAttribute('href') ?? e.src, location.href))
        .filter((u) => u.origin === location.origin).map((u) => u.pathname + u.search));

// Wherever links lead, each kind of page once for each who; those that nobody
// came to before are looked at.
async function walk(page, who, from) {
    const seen = new Set(), queue = [...from];
    while (queue.length) {
        const address = queue.shift(), [path] = address.split('?'), route = routeOf(path);
        if (!route || (seen.has(route) && address === path)) continue;
        const kind = address === path ? route : route + '?';
        if (seen.has(kind)) continue;
        seen.add(kind);
        const reply = await page.request.get(address);
        assert.ok(reply.status() < 400, `${who}: ${address} is ${reply.status()}`);
        const isPage = (reply.headers()['content-type'] ?? '').startsWith('text/html');
        if (!first.has(route)) first.set(route, {who, address, isPage});
        if (!isPage) continue;
        await page.goto(address);
        if (first.get(route).who === who || route === '/') await inspect(page, who);
        queue.push(...await linksOf(page));
    }
}

// What nobody has before they do something: a paper under way, a list brought
// to the page of imports.
async function begin(page, who) {
    if (who === 'hocvien') {
        await page.goto('/sittings');
        await page.getByRole('link', {name: /đợt 2\/2026/}).click();
        await page.getByRole('checkbox').check();
        await page.getByRole('button', {name: /Bắt đầu|Vào thi/}).click();
        await page.waitForURL(/\/attempts\//);
        const paper = new URL(page.url()).pathname;
        await page.goto('/courses/an-toan-thong-tin/gia-mao');
        await page.fill('#note', 'Hỏi lại anh Sơn');
        await page.click('#notes form button');
        return [paper, paper.replace(/\d+$/, 'review'), '/courses/search?q=mat+khau'];
    }
    if (who === 'nhansu') {
        const list = join(tmpdir(), `khoa-every-${process.pid}.csv`);
        writeFileSync(list, 'so_hieu,ho_ten,ma_don_vi\nSH9001,Lê Thị Thử,KHONG-CO\n');
        await page.goto('/people/import');
        await page.locator('input[type=file]').setInputFiles(list);
        await page.locator('main form').filter({has: page.locator('input[type=file]')})
            .locator('button').click();
        await page.waitForURL(/\/people\/import\/\d+/);
        return [new URL(page.url()).pathname, new URL(page.url()).pathname + '/errors'];
    }
    if (who === 'biensoan') { // an item and a self-check with a picture
        await page.goto('/banks/moi-dang-thu');
        const items = (await linksOf(page)).filter((a) => routeOf(a) === '/items/:item');
        return [...items, '/courses/moi-dang/mo-dau'];
    }
    return [];
}

for (const who of ACCOUNTS)
    test(`${who ?? 'nobody'} goes wherever links lead`, async () => {
        const {page, context, faults: heard} = await openPage(browser, khoa.address);
        if (who) await signIn(page, who);
        await walk(page, who, ['/', ...await begin(page, who), ...(who ? [] : ['/sign-in', '/metrics', '/healthz'])]);
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
