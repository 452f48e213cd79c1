// From signing in to handing in a paper with keys alone, on a screen that is
// zoomed to 300 % (a desk of 1280 px leaves 427): whatever has the focus is
// seen to have it, and nothing lies beside the page.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {openPage, password, startBrowser, startKhoa} from './harness.mjs';

let khoa, browser;

before(async () => {
    khoa = await startKhoa();
    browser = await startBrowser();
});
after(async () => {
    await browser?.close();
    await khoa?.stop();
});

// Tab until `wanted` (a selector) has the focus. Each stop on the way has to
// look otherwise than without the focus: itself, or the row that it is part of.
async function tabTo(page, wanted, most = 80) {
    for (let i = 0; i < most; i++) {
        await page.keyboard.press('Tab');
        const found = await page.evaluate((selector) => {
            const e = document.activeElement;
            if (!e || e === document.body) return {};
            const look = (x) => {
                const s = getComputedStyle(x);
                return [s.outlineStyle + s.outlineWidth + s.outlineColor, s.backgroundColor, s.boxShadow].join(' ');
            };
            const row = e.closest('label') ?? e, focused = look(e) + look(row), box = e.getBoundingClientRect();
            const inside = box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight;
            e.blur();
            const seen = focused !== look(e) + look(row);
            e.focus();
            return {here: e.matches(selector), seen: seen || e.matches('iframe'), inside, what: e.outerHTML.slice(0, 120),
                wide: document.documentElement.scrollWidth > document.documentElement.clientWidth};
        }, wanted);
        if (!found.what) continue;
        assert.ok(found.seen, `the focus is not seen on ${found.what}`);
        assert.ok(found.inside, `the focus is out of sight on ${found.what}`);
        assert.ok(!found.wide, `${page.url()} is wider than the screen`);
        if (found.here) return;
    }
    assert.fail(`${wanted} is not reached by Tab at ${page.url()}`);
}

const press = async (page, wanted, key = 'Enter') => {
    await tabTo(page, wanted);
    await page.keyboard.press(key);
};

test('a course is read and a paper handed in with keys alone, at 300 %', async () => {
    const {page, faults} = await openPage(browser, khoa.address, {viewport: {width: 427, height: 267}, deviceScaleFactor: 3});
    await page.goto('/');
    await press(page, 'main a[href="/sign-in"]');
    await page.waitForURL('**/sign-in**');
    await tabTo(page, '#login');
    await page.keyboard.type('hocvien');
    await tabTo(page, '#password');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === '/');

    await press(page, 'nav a[href="/courses"]');
    await page.waitForURL('**/courses');
    await press(page, 'main a[href="/courses/an-toan-thong-tin"]');
    await page.waitForURL('**/courses/an-toan-thong-tin');
    await press(page, 'main form .govuk-button, main .now .govuk-button');
    await page.waitForURL(/an-toan-thong-tin\/./);

    await page.goto('/sittings');
    const open = await page.getByRole('link', {name: /đợt 2\/2026/}).getAttribute('href');
    await press(page, `main a[href="${open}"]`);
    await page.waitForURL(/\/sittings\/\d+/);
    await press(page, 'input[name=confirmed]', 'Space');
    await press(page, 'main form button.govuk-button');
    await page.waitForURL(/\/attempts\/\d+\/1$/);

    await tabTo(page, '#exam input, #exam select, #exam textarea');
    await page.keyboard.press('Space');
    const first = page.url();
    await press(page, '#exam .steps .govuk-button:not(.govuk-button--secondary)');
    await page.waitForURL((url) => url.href !== first);
    await page.goto(first.replace(/1$/, 'review'));
    await press(page, '#hand-in button.govuk-button');
    await page.waitForURL(/\/result$/);
    assert.deepEqual(faults, []);
});
