// The inspector's trail: what was done is found by person, kind and day, in
// words of the reader's language; nobody else sees it, and taking it away is a
// deed too.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {openPage, root, signIn, startBrowser, startKhoa} from './harness.mjs';
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

test('deeds are found by person, kind and day, and taken away on record', async () => {
    const {page, faults} = await openPage(browser, khoa.address, {acceptDownloads: true});
    await signIn(page, 'thanhtra');
    await page.getByRole('link', {name: 'Nhật ký', exact: true}).first().click();
    const rows = page.locator('main tbody tr');
    assert.equal(await rows.count(), 50);
    const moments = (await rows.locator('td:nth-of-type(1)').allInnerTexts()).map((t) => t.replace(/(\d+)\/(\d+)\/(\d+)/, '$3$2$1'));
    assert.deepEqual(moments, [...moments].sort().reverse()); // newest first
    assert.doesNotMatch(await page.locator('main table').innerText(), /[a-z]+\.[a-z_]+/); // no codes
    assert.deepEqual(await lookAt(page, await page.content()), []);

    await page.selectOption('#kind', 'sittings');
    await page.fill('#find', 'lan anh');
    await page.getByRole('button', {name: 'Lọc'}).click();
    const [theirs] = ask(`SELECT count(*) FROM audit_event e JOIN person p ON p.id = e.actor WHERE p.staff_number = 'SH0007'
        AND (e.action LIKE 'sitting.%' OR e.action LIKE 'room.%' OR e.action LIKE 'proctor.%' OR e.action LIKE 'candidate.%' OR e.action LIKE 'test.%')`);
    assert.equal(await rows.count(), Math.min(50, Number(theirs)));
    assert.ok(Number(theirs) > 5);
    assert.equal(await rows.filter({hasText: 'Hoàng Thị Lan Anh'}).count(), await rows.count());

    await page.fill('#to', '01/01/2020');
    await page.getByRole('button', {name: 'Lọc'}).click();
    await page.getByText('Không có việc nào khớp').waitFor();
    await page.fill('#to', 'hôm qua');
    await page.getByRole('button', {name: 'Lọc'}).click();
    await page.getByText('Không đọc được ngày').waitFor();

    await page.goto('/audit?kind=sittings');
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('button[value=csv]')]);
    const lines = readFileSync(await file.path(), 'utf8').trim().split('\n');
    assert.match(lines[0], /"Lúc";"Ai";"Việc"/);
    assert.ok(lines.length > 5);
    await page.goto('/audit');
    assert.match(await rows.first().innerText(), /Xuất nhật ký[\s\S]*Bùi Đức Thắng/);
    assert.deepEqual(faults, []);

    const other = await openPage(browser, khoa.address);
    await signIn(other.page, 'nhansu');
    assert.equal((await other.page.goto('/audit')).status(), 403);
});

// A page for who inspects shows no bare code: whoever adds a deed adds words.
test('every deed of the source has its words', () => {
    const words = readFileSync(join(root, 'core/pages/audit.c'), 'utf8');
    const missing = new Set();
    for (const room of ['core/domain', 'core/commands'])
        for (const name of readdirSync(join(root, room)).filter((n) => n.endsWith('.c'))) {
            const source = readFileSync(join(root, room, name), 'utf8');
            for (const [, action] of source.matchAll(
                /"((?:account|accommodation|audit|candidate|course|duty|item|mark|package|proctor|regrade|requirement|results?|role|right|room|sitting|staff|test|unit)\.[a-z_-]+)"/g))
                if (!words.includes(`{"${action}",`) && !/\.(xml|csv|db)$/.test(action)) missing.add(action);
        }
    assert.deepEqual([...missing], []);
});
