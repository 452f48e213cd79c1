// A question is put right: the organiser opens the case and sees what would
// change, may not approve it, HR does; then the candidate reads on their own
// result what was corrected and why.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {openPage, signIn, startBrowser, startKhoa} from './harness.mjs';
import {lookAt} from './look.mjs';

const album = process.env.KHOA_ALBUM;
let khoa, browser;

before(async () => {
    khoa = await startKhoa();
    browser = await startBrowser();
});
after(async () => {
    await browser?.close();
    await khoa?.stop();
});

// The sitting, a question and the attempt of a paper that hocvien has handed in.
function paperOf(login) {
    const asked = spawnSync('python3', ['-c', `
import json, sqlite3, sys
db = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
row = db.execute("""SELECT a.sitting, a.id, r.outcomes FROM attempt a
  JOIN account o ON o.person = a.person JOIN result r ON r.attempt = a.id
  JOIN sitting s ON s.id = a.sitting
  WHERE o.login = ? AND r.state = 'graded' AND s.closes_at < a.ends_at + 1e12
  ORDER BY s.closes_at LIMIT 1""", (sys.argv[2],)).fetchone()
one = json.loads(row[2])[0]
print(json.dumps([str(row[0]), str(row[1]), str(one["item"])]))
`, join(khoa.data, 'khoa.db'), login], {encoding: 'utf8'});
    assert.equal(asked.status, 0, asked.stderr);
    return JSON.parse(asked.stdout);
}

async function looksRight(page, name) {
    const found = await lookAt(page, await page.content());
    assert.deepEqual(found, [], page.url());
    for (const width of album ? [360, 1280] : []) {
        await page.setViewportSize({width, height: 900});
        await page.screenshot({path: join(album, `${name}-${width}.png`), fullPage: true});
    }
}

test('a question is dropped by two people and its candidate is told', async () => {
    const [sitting, attempt, item] = paperOf('hocvien');
    const organiser = await openPage(browser, khoa.address);
    let page = organiser.page;
    await signIn(page, 'tochuc');
    await page.goto('/regrades');
    await looksRight(page, 'list-empty');
    await page.getByRole('link', {name: 'Mở chấm lại'}).click();
    await page.getByLabel('Ca thi đã kết thúc').selectOption(sitting);
    await page.getByRole('button', {name: 'Tiếp tục'}).click();
    await page.getByLabel('Câu hỏi trong đề').selectOption(item);
    await page.getByRole('button', {name: 'Tiếp tục'}).click();
    await looksRight(page, 'open');

    // Without a reason nothing is opened, and what was chosen stays.
    await page.getByLabel('Loại câu khỏi mọi bài').check();
    await page.getByRole('button', {name: 'Tính thử'}).click();
    await page.getByText('Cần ghi lý do.').waitFor();
    assert.ok(await page.getByLabel('Loại câu khỏi mọi bài').isChecked());
    await page.getByLabel('Lý do').fill('Câu hỏi có hai phương án đúng.');
    await page.getByRole('button', {name: 'Tính thử'}).click();
    await page.waitForURL(/\/regrades\/\d+$/);
    const address = new URL(page.url()).pathname;

    // Counted by the server; who opened it may not approve it.
    for (let i = 0; i < 100 && !await page.getByText('Chờ duyệt').count(); i++) {
        await page.waitForTimeout(100);
        await page.reload();
    }
    await page.getByText('Bạn đã mở lần chấm lại này').waitFor();
    assert.equal(await page.getByRole('button', {name: /^Duyệt/}).count(), 0);
    await looksRight(page, 'counted');

    const hr = await openPage(browser, khoa.address);
    page = hr.page;
    await signIn(page, 'nhansu');
    await page.goto(address);
    await looksRight(page, 'approve');
    await page.getByRole('button', {name: /^Duyệt/}).click();
    for (let i = 0; i < 100 && !await page.getByText('Đã áp dụng').count(); i++) {
        await page.waitForTimeout(100);
        await page.reload();
    }
    await page.getByText('Có hiệu lực từ').waitFor();
    await looksRight(page, 'applied');
    await page.goto('/regrades');
    await looksRight(page, 'list');

    // The candidate reads what was corrected and why.
    const learner = await openPage(browser, khoa.address);
    page = learner.page;
    await signIn(page, 'hocvien');
    await page.goto(`/attempts/${attempt}/result`);
    await page.getByText('Kết quả của bạn đã được chấm lại').waitFor();
    await page.getByText('Câu hỏi có hai phương án đúng.').waitFor();
    await looksRight(page, 'result');
    assert.deepEqual([...organiser.faults, ...hr.faults, ...learner.faults], []);
});
