// Markup and what cannot be seen, in every text field a person can fill: it
// comes back as text, runs nowhere, and stands as text in what is taken out.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {openPage, signIn, startBrowser, startKhoa} from './harness.mjs';

const BAD = '<img src=x onerror="window.ran=1">&amp;\'"><script>window.ran=1</script>';
const UNSEEN = '\u202e\u200b\u0007';
let khoa, browser;

before(async () => {
    khoa = await startKhoa();
    browser = await startBrowser();
});
after(async () => {
    await browser?.close();
    await khoa?.stop();
});

// Nothing of it became an element, nothing ran, and it can be read.
async function isText(page, where) {
    const found = await page.evaluate(() => ({ran: Boolean(window.ran),
        made: document.querySelectorAll('img[src="x"], [onerror], main script:not([src^="/assets/"])').length}));
    assert.deepEqual(found, {ran: false, made: 0}, where ?? page.url());
    const html = await page.content();
    assert.ok(!/[\u202e\u200b\u0007]/.test(html), `unseen characters at ${page.url()}`);
}

async function reads(page, text = BAD) {
    await isText(page);
    const seen = await page.evaluate(() => document.body.innerText +
        [...document.querySelectorAll('input, textarea')].map((e) => e.value).join('\n'));
    assert.ok(seen.includes(text), `${page.url()} does not show ${text}`);
}

function day(days) {
    const t = new Date(Date.now() + 7 * 3600000 + days * 86400000);
    const two = (n) => String(n).padStart(2, '0');
    return `${two(t.getUTCDate())}/${two(t.getUTCMonth() + 1)}/${t.getUTCFullYear()}`;
}

test('a learner writes it', async () => {
    const {page, faults} = await openPage(browser, khoa.address);
    await signIn(page, 'hocvien', '/courses/an-toan-thong-tin/gia-mao');
    await page.fill('#note', BAD + UNSEEN);
    await page.click('#notes form button');
    await reads(page);
    await page.goto('/my/notes');
    await reads(page);
    for (const address of [`/courses/search?q=${encodeURIComponent(BAD + UNSEEN)}`,
        `/welcome?code=${encodeURIComponent(BAD)}`, `/sign-in?back=${encodeURIComponent('/"><script>window.ran=1</script>')}`]) {
        await page.goto(address);
        await isText(page);
    }
    assert.deepEqual(faults, []);
});

test('a personnel officer writes it', async () => {
    const {page, faults} = await openPage(browser, khoa.address);
    await signIn(page, 'nhansu', '/people/import');
    const cell = (text) => `"${text.replaceAll('"', '""')}"`;
    await page.locator('input[type=file]').setInputFiles({name: 'x"><img src=x onerror=alert(1)>.csv', mimeType: 'text/csv',
        buffer: Buffer.from(`so_hieu;ho_ten;ngay_sinh;ma_don_vi;loai;chuc_vu\nSH9201;Lê Thị Lành;01/02/1990;H99.20;Công chức;${cell(BAD)}\n` +
            `SH9202;${cell('<script>window.ran=1</script>')};01/02/1991;H99.20;Công chức;x\n`)});
    await page.getByRole('button', {name: 'Đưa lên và xem'}).click();
    await page.waitForURL(/\/people\/import\/\d+/);
    await isText(page);
    await page.getByRole('button', {name: 'Kiểm tra', exact: true}).click();
    await page.getByText(/Kết quả kiểm tra/).waitFor({timeout: 60000});
    await isText(page);
    await page.goto('/people/import');
    await isText(page);

    await page.goto('/units');
    await page.getByRole('link', {name: 'Trường Đào tạo cán bộ'}).click();
    await page.getByRole('link', {name: 'Đổi tên đơn vị'}).click();
    await page.getByLabel('Tên mới').fill(BAD + UNSEEN);
    await page.getByLabel('Từ ngày').fill(day(-1));
    await page.getByLabel('Căn cứ').fill(BAD + UNSEEN);
    await page.getByRole('button', {name: 'Xem điều sẽ thay đổi'}).click();
    await reads(page);
    await page.getByRole('button', {name: 'Thực hiện thay đổi'}).click();
    await page.waitForURL(/\/units\/\d+$/);
    await reads(page);
    const unit = new URL(page.url()).pathname;
    const asked = encodeURIComponent(BAD + UNSEEN);
    for (const address of ['/units', '/people', `${unit}/accounts`, `${unit}/change/merge`, `/people?find=${asked}`,
        `/units?find=${asked}`, `/results?find=${asked}`]) {
        await page.goto(address);
        await isText(page);
    }
    assert.deepEqual(faults, []);
});

test('an organiser writes it, prints it and takes it out', async () => {
    const {page, faults} = await openPage(browser, khoa.address);
    await signIn(page, 'tochuc', '/requirements/new');
    await page.getByLabel('Khóa học', {exact: true}).selectOption('an-toan-thong-tin');
    await page.getByLabel('Chậm nhất ngày').fill(day(9));
    await page.getByLabel(/Căn cứ/).fill(BAD + UNSEEN);
    await page.getByLabel('Tìm đơn vị').fill('H99.20');
    await page.getByRole('button', {name: 'Tìm'}).click();
    await page.locator('input[name=unit]').first().check();
    await page.getByRole('button', {name: 'Đặt yêu cầu này'}).click();
    await page.waitForURL(/\/requirements\/\d+$/);
    await reads(page);
    await page.getByLabel('Lý do').fill(BAD);
    await page.getByRole('button', {name: 'Bãi bỏ'}).click();
    await page.getByText('Đã bãi bỏ').waitFor();
    await reads(page);

    await page.goto('/schedule/new');
    await page.getByLabel('Đề thi').selectOption({index: 1});
    await page.getByLabel('Mã kỳ thi').fill('MARKUP');
    await page.getByLabel('Tên kỳ thi, tiếng Việt').fill(BAD);
    await page.locator('[name=basis]').fill(BAD);
    await page.getByLabel('Mở lúc').fill(`${day(0)} 00:00`);
    await page.getByLabel('Đóng lúc').fill(`${day(2)} 00:00`);
    await page.locator('[name=rules_vi]').fill(`${BAD}\n\n[x](javascript:window.ran=1)`);
    await page.locator('[name=people]').fill('SH0001');
    await page.locator('.actions').getByRole('button', {name: 'Xem lại'}).click();
    await page.getByText('Kỳ thi này sẽ gọi').waitFor();
    await isText(page);
    assert.equal(await page.locator('a[href^="javascript"]').count(), 0);
    await page.getByRole('button', {name: 'Lên lịch, gọi'}).click();
    await page.waitForURL(/\/schedule\/\d+$/);
    await reads(page);
    const [download] = await Promise.all([page.waitForEvent('download'),
        page.getByRole('link', {name: /Danh sách thí sinh/}).click()]);
    assert.match(execFileSync('pdftotext', ['-layout', await download.path(), '-'], {encoding: 'utf8'}), /<img src=x/);

    const learner = await openPage(browser, khoa.address);
    await signIn(learner.page, 'hocvien', '/sittings');
    await reads(learner.page);
    await learner.page.getByRole('link', {name: /onerror/}).click();
    await isText(learner.page);

    const hr = await openPage(browser, khoa.address);
    await signIn(hr.page, 'nhansu', new URL(page.url()).pathname.replace('/schedule/', '/results?sitting='));
    await isText(hr.page);
    const [file] = await Promise.all([hr.page.waitForEvent('download'), hr.page.getByRole('button', {name: 'Tải JSON'}).click()]);
    const rows = JSON.parse(readFileSync(await file.path(), 'utf8'));
    assert.ok(rows.length && JSON.stringify(rows).includes('<script>window.ran=1</script>'));
    assert.deepEqual([...faults, ...learner.faults, ...hr.faults], []);
});
