// Style, fonts and pictures reach the browser under the policy, from us alone.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {openPage, startBrowser, startKhoa} from './harness.mjs';
import {lookAt} from './look.mjs';

let khoa, browser;

before(async () => {
    khoa = await startKhoa('--empty');
    browser = await startBrowser();
});
after(async () => {
    await browser?.close();
    await khoa?.stop();
});

test('the page has its style, and nothing on the console', async () => {
    const {context, page, faults} = await openPage(browser, khoa.address);
    const answer = await page.goto('/');
    const policy = answer.headers()['content-security-policy'];
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /style-src 'self'(;|$)/);
    assert.equal(await page.evaluate(() =>
        getComputedStyle(document.documentElement).getPropertyValue('--brand').trim()),
    '#4d3a73');
    await page.evaluate(() => document.fonts.ready);
    await page.reload(); // font-display: optional, so from the cache now
    await page.evaluate(() => Promise.all(['400', '600'].map((weight) =>
        document.fonts.load(`${weight} 1em "Be Vietnam Pro"`, 'Ễ e'))));
    assert.equal(await page.evaluate(() =>
        [...document.fonts].filter((f) => f.status === 'loaded').length), 2);
    assert.deepEqual(faults, []);
    await context.close();
});

test('the fonts write every Vietnamese letter, composed or not, and the signs of a sum', async () => {
    const {context, page} = await openPage(browser, khoa.address);
    await page.goto('/help');
    await page.evaluate(() => Promise.all([400, 600].map((weight) => document.fonts.load(`${weight} 1em "Be Vietnam Pro"`))));
    await page.reload(); // font-display: optional, so from the cache now
    const widths = await page.evaluate(async () => {
        const vowels = [...'aăâeêioôơuưy'], tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
        const small = vowels.flatMap((v) => tones.map((t) => (v + t).normalize('NFC'))).join('') + 'đ';
        const all = small + small.toUpperCase();
        const room = document.createElement('div');
        room.id = 'letters';
        for (const weight of [400, 600])
            for (const text of [all, all.normalize('NFD'), '− ≤ ≥ ≠ ≈ × ÷ ± ½ ² ₂ ‰ € ₫ “ ” – …']) {
                const line = document.createElement('span');
                line.style.fontWeight = weight;
                line.textContent = text;
                room.append(line, document.createElement('br'));
            }
        document.querySelector('main').append(room);
        for (const weight of [400, 600]) await document.fonts.load(`${weight} 1em "Be Vietnam Pro"`, all);
        return [...room.querySelectorAll('span')].map((line) => line.getBoundingClientRect().width);
    });
    assert.equal(widths[0], widths[1]);
    assert.equal(widths[3], widths[4]);
    assert.notEqual(widths[0], widths[3]);
    const cdp = await context.newCDPSession(page);
    await cdp.send('DOM.enable');
    await cdp.send('CSS.enable');
    const {root} = await cdp.send('DOM.getDocument');
    const {nodeIds} = await cdp.send('DOM.querySelectorAll', {nodeId: root.nodeId, selector: '#letters span'});
    for (const nodeId of nodeIds) {
        const {fonts} = await cdp.send('CSS.getPlatformFontsForNode', {nodeId});
        assert.deepEqual(fonts.map((f) => `${f.familyName.slice(0, 14)} ${f.isCustomFont}`), ['Be Vietnam Pro true'], `line ${nodeIds.indexOf(nodeId)}`);
    }
    await context.close();
});

test('assets may be kept for good and come compressed', async () => {
    const html = await (await fetch(khoa.address)).text();
    const style = html.match(/href="(\/assets\/khoa\.[0-9a-f]+\.css)"/)[1];
    const answer = await fetch(khoa.address + style, {headers: {'Accept-Encoding': 'gzip'}});
    assert.match(answer.headers.get('cache-control'), /max-age=31536000.*immutable/);
    assert.equal(answer.headers.get('content-encoding'), 'gzip');
    assert.match(answer.headers.get('vary'), /accept-encoding/i);
    assert.match(await answer.text(), /font-display:optional/);
    const old = await fetch(khoa.address + style.replace(/[0-9a-f]{16}/, '0'.repeat(16)));
    assert.equal(old.status, 404);
    assert.doesNotMatch(old.headers.get('cache-control') ?? '', /immutable/);
});

test('the looking itself finds what is wrong', async () => {
    const {context, page} = await openPage(browser, khoa.address);
    await page.goto('/help');
    const html = await page.content();
    assert.deepEqual(await lookAt(page, html), []);
    await page.evaluate(() => {
        const main = document.querySelector('main');
        main.append(document.createElement('img'));
        const wide = document.createElement('p');
        wide.textContent = 'x'.repeat(600);
        main.append(wide);
        const button = document.createElement('button');
        button.textContent = 'x';
        main.append(button);
    });
    const found = (await lookAt(page, html)).join('\n');
    assert.match(found, /axe image-alt/);
    assert.match(found, /wider than 360/);
    assert.match(found, /smaller than 44/);
    await context.close();
});
