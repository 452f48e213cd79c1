// Ways through the house: the routes there are, who goes there, and what each
// of them begins first.
import {readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {root} from './harness.mjs';

export const ACCOUNTS = [null, 'hocvien', 'tochuc', 'nhansu', 'nguoicham', 'giamthi', 'biensoan', 'thamdinh',
    'nhacungcap', 'thanhtra', 'quantri'];

const table = readFileSync(join(root, 'core/pages/routes.c'), 'utf8');
export const routes = [...table.matchAll(/\{"GET",\s*"([^"]+)"/g)].map(([, pattern]) => pattern);

// Fixed words before names, as the router does.
export function routeOf(path) {
    const parts = path.split('/');
    const fits = routes.filter((route) => {
        const wanted = route.split('/');
        return wanted.length === parts.length &&
            wanted.every((w, i) => (w.startsWith(':') ? parts[i] !== '' : w === parts[i]));
    });
    return fits.sort((a, b) => a.split(':').length - b.split(':').length)[0];
}

export const linksOf = (page) => page.evaluate(() =>
    [...document.querySelectorAll('a[href], link[href], script[src], img[src], source[src], track[src], image[href]')]
        .map((e) => new URL(e.getAttribute('href') ?? e.src, location.href))
        .filter((u) => u.origin === location.origin).map((u) => u.pathname + u.search));

// What nobody has before they do something: a paper under way, a list brought
// to the page of imports.
export async function begin(page, who) {
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

// Wherever links lead, each kind of page once for each who. `come` is called on
// each page that is open, as (route, address, isNew); what is no page is only asked for.
export async function walk(page, who, from, first, come) {
    const seen = new Set(), queue = [...from];
    while (queue.length) {
        const address = queue.shift(), [path] = address.split('?'), route = routeOf(path);
        if (!route || (seen.has(route) && address === path)) continue;
        const kind = address === path ? route : route + '?';
        if (seen.has(kind)) continue;
        seen.add(kind);
        const reply = await page.request.get(address);
        if (reply.status() >= 400) throw new Error(`${who}: ${address} is ${reply.status()}`);
        const isPage = (reply.headers()['content-type'] ?? '').startsWith('text/html');
        if (!first.has(route)) first.set(route, {who, address, isPage});
        if (!isPage) continue;
        await page.goto(address);
        await come(route, address);
        queue.push(...await linksOf(page));
    }
}
