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
    await page.getByText('Xem bảng số liệu').click();
    const table = page.locator('section[aria-labelledby=spread] td');
    assert.deepEqual((await table.allInnerTexts()).map(Number), tens);
    const bars = page.locator('section[aria-labelledby=spread] svg rect');
    assert.equal(await bars.count(), tens.filter((n) => n).length);
    const passing = page.locator('section[aria-labelledby=spread] svg rect.bar');
    assert.equal(await passing.count(), tens.filter((n, i) => n && i >= 6).length); // the mark is 60
    await page.getByText('Ngưỡng đạt 60').waitFor();
    assert.deepEqual(await lookAt(page, await page.content()), []);

    // Of those who are looked for only theirs.
    await page.goto(`/results?sitting=${sitting}&find=nguyen`);
    const some = (await table.allTextContents()).map(Number).reduce((a, b) => a + b, 0);
    assert.ok(some > 0 && some < percents.length);
    assert.deepEqual(faults, []);
});
