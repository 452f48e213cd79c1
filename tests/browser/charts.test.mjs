// The spread of scores as a chart: its bars and its table say what the database
// holds, reckoned here once more.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {openPage, signIn, startBrowser, startKhoa} from './harness.mjs';
import {lookAt} from './look.mjs';

let khoa, browser;

before(async () => {
    khoa = await startKhoa();
    browser = await startBrowser();
});
after(async () => {
    await browser?.close();
    await khoa?.stop();
});

const ask = (sql) => execFileSync('sqlite3', ['-readonly', join(khoa.data, 'khoa.db'), sql], {encoding: 'utf8'}).trim().split('\n');

test('scores are spread as the database has them', async () => {
    const {page, faults} = await openPage(browser, khoa.address);
    const [sitting] = ask("SELECT id FROM sitting WHERE code = 'ATTT-2026-1'");
    const percents = ask(`SELECT r.percent FROM result r WHERE r.sitting = ${sitting} AND r.state = 'graded' AND NOT EXISTS
        (SELECT 1 FROM result x WHERE x.attempt = r.attempt AND x.sequence > r.sequence)`).map(Number);
    const tens = Array(10).fill(0);
    for (const p of percents) tens[Math.min(9, Math.floor(p / 10))]++;
    assert.ok(percents.length > 50);

    await signIn(page, 'nhansu', `/results?sitting=${sitting}`);
    await page.getByText('Xem bảng số liệu').first().click();
    const table = page.locator('section[aria-labelledby=spread] td');
    assert.deepEqual((await table.allInnerTexts()).map(Number), tens);
    const bars = page.locator('section[aria-labelledby=spread] svg rect');
    assert.equal(await bars.count(), tens.filter((n) => n).length);
    const passing = page.locator('section[aria-labelledby=spread] svg rect.bar');
    assert.equal(await passing.count(), tens.filter((n, i) => n && i >= 6).length); // the mark is 60
    assert.equal(await page.getByText('Ngưỡng đạt 60').count(), 2); // of the spread, and over the units
    assert.deepEqual(await lookAt(page, await page.content()), []);

    // Of those who are looked for only theirs.
    await page.goto(`/results?sitting=${sitting}&find=nguyen`);
    const some = (await table.allTextContents()).map(Number).reduce((a, b) => a + b, 0);
    assert.ok(some > 0 && some < percents.length);
    assert.deepEqual(faults, []);
});

// By the codes of the units (H99.20.01 lies in H99.20), not by the tree.
test('units are compared by the mean of their people', async () => {
    const {page, faults} = await openPage(browser, khoa.address);
    const [sitting] = ask("SELECT id FROM sitting WHERE code = 'ATTT-2026-1'");
    const means = ask(`SELECT (SELECT u.name FROM unit u JOIN unit_code k ON k.unit = u.id WHERE k.code = substr(c.code, 1, 6)),
        avg(r.percent), count(*) FROM result r JOIN attempt a ON a.id = r.attempt JOIN candidate d ON d.id = a.candidate
        JOIN unit_code c ON c.unit = d.unit WHERE r.sitting = ${sitting} AND r.state = 'graded' GROUP BY 1 ORDER BY 1`)
        .map((line) => line.split('|'));
    await signIn(page, 'nhansu', `/results?sitting=${sitting}`);
    const section = page.locator('section[aria-labelledby=by-unit]');
    await section.locator('summary').click();
    const rows = section.locator('tbody tr');
    assert.equal(await rows.count(), means.length);
    for (const [name, mean, people] of means) {
        const cells = await rows.filter({has: page.locator(`th:text-is("${name}")`)}).locator('td').allInnerTexts();
        assert.equal(cells[1], people, name);
        assert.equal(cells[3], Number(mean).toFixed(1).replace(/[.]0$/, '').replace('.', ','), name);
    }
    assert.equal(await section.locator('svg rect.rest').count(), means.length);
    assert.equal(await section.locator('svg rect.bar').count(), means.filter(([, mean]) => mean >= 60).length);
    assert.deepEqual(faults, []);
});

test('all sittings are a line each, not a list without end', async () => {
    const {page, faults} = await openPage(browser, khoa.address);
    const sums = ask(`SELECT s.code, (SELECT count(*) FROM candidate c WHERE c.sitting = s.id),
        (SELECT count(*) FROM result r WHERE r.sitting = s.id AND r.passed = 1) FROM sitting s`).map((line) => line.split('|'));
    await signIn(page, 'nhansu', '/results?sitting=0');
    const rows = page.locator('section[aria-labelledby=list] tbody tr');
    assert.equal(await rows.count(), sums.length);
    for (const [code, called, passed] of sums) {
        const cells = await rows.filter({hasText: code}).locator('td').allInnerTexts();
        assert.deepEqual([cells[0], cells[2]], [called, passed], code);
    }
    await page.setViewportSize({width: 360, height: 740});
    assert.ok(await page.evaluate(() => document.documentElement.scrollHeight) < 4000);
    assert.deepEqual(await lookAt(page, await page.content()), []);
    await page.goto('/results?sitting=0&find=nguyen'); // who is looked for, wherever they sat
    assert.ok(await page.locator('section[aria-labelledby=list] tbody a[href^="/results/people/"]').count() > 5);
    assert.deepEqual(faults, []);
});
