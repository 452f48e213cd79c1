// Every question type, answered and graded as people do it: once rightly with
// script, once in part with script switched off; the essay marked by a person.
// What each answer earns is reckoned here, from the keys as the bank says them.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {openPage, signIn, startBrowser, startKhoa} from './harness.mjs';
import {lookAt} from './look.mjs';

let khoa, browser;
before(async () => {
    khoa = await startKhoa('--demo', ['tests/browser/types']);
    browser = await startBrowser();
});
after(async () => { await browser?.close(); await khoa?.stop(); });

const radio = (name, value) => (page) => page.check(`#exam [name="a.${name}"][value="${value}"]`);
const boxes = (name, ids) => async (page) => {
    for (const id of ids) await radio(name, id)(page);
};
const rows = (answers) => async (page) => {
    for (const [name, value] of Object.entries(answers)) {
        const field = page.locator(`#exam [name="a.${name}"]`).first();
        const kind = await field.evaluate((e) => e.type);
        if (kind === 'radio') await radio(name, value)(page);
        else if (kind === 'select-one') await field.selectOption(value);
        else await field.fill(value);
    }
};

const sheet = (name, text) => (page) =>
    page.setInputFiles('#exam input[type=file]', {name, mimeType: 'text/csv', buffer: Buffer.from(text)});

// By slot: what is right, and what is right in part and earns so much.
const answers = [
    [radio('answer', 'a'), radio('answer', 'b'), 0],
    [boxes('answer', ['a', 'b']), boxes('answer', ['a']), 1 / 2],
    [rows({answer: '12,5'}), rows({answer: '12'}), 0],
    [rows({answer: 'APK'}), rows({answer: 'exe'}), 0],
    [rows({a: 'true', b: 'false', c: 'true'}), rows({a: 'true', b: 'true', c: 'true'}), 2 / 3],
    [rows({a: 'true', b: 'true', c: 'false', d: 'false'}), rows({a: 'true', b: 'true', c: 'false', d: 'true'}), 1 / 2],
    [rows({'ma-hoa': 'ngat', 'mat-may': 'khoa', usb: 'nop'}), rows({'ma-hoa': 'ngat', 'mat-may': 'khoa', usb: 'xoa'}), 2 / 3],
    // five of six pairs in order, less what chance gives
    [rows({nguon: '1', so: '2', 'hieu-luc': '3', goc: '4'}), rows({nguon: '1', so: '3', 'hieu-luc': '2', goc: '4'}), 2 / 3],
    [rows({viec: 'cắt', nguon: 'giu', phut: '30'}), rows({viec: 'mở', nguon: 'giu', phut: '30'}), 2 / 3],
    [boxes('spans', ['a', 'b', 'c']), boxes('spans', ['b']), 1 / 3],
    [boxes('areas', ['from', 'file']), boxes('areas', ['file']), 1 / 2],
    [rows({text: 'Kính gửi bà, hồ sơ trễ vì máy hỏng, hẹn bà ngày 01/12.'}), rows({text: 'Xin lỗi bà.'}), null],
    [sheet('bảng của Hà.csv', 'a;b\n1;2\n'), sheet('bang.csv', 'x\n'), null],
];

function moment(hours) {
    const t = new Date(Date.now() + (hours + 7) * 3600000);
    const two = (n) => String(n).padStart(2, '0');
    return `${two(t.getUTCDate())}/${two(t.getUTCMonth() + 1)}/${t.getUTCFullYear()} ` +
        `${two(t.getUTCHours())}:${two(t.getUTCMinutes())}`;
}

async function organise() {
    const {page, context, faults} = await openPage(browser, khoa.address);
    await signIn(page, 'tochuc', '/tests');
    await page.getByRole('link', {name: /Mỗi dạng câu hỏi một câu/}).click();
    await page.getByRole('button', {name: /Công bố/}).click();
    await page.getByRole('link', {name: 'Lên lịch kỳ thi với đề này'}).click();
    await page.getByLabel('Mã kỳ thi').fill('DANG-1');
    await page.getByLabel('Tên kỳ thi, tiếng Việt').fill('Thử mọi dạng');
    await page.getByLabel('Mở lúc').fill(moment(-1));
    await page.getByLabel('Đóng lúc').fill(moment(3));
    await page.getByLabel('Người được gọi theo số hiệu').fill('SH0001');
    await page.locator('.actions').getByRole('button', {name: 'Xem lại'}).click();
    await page.getByRole('button', {name: 'Lên lịch, gọi'}).click();
    await page.waitForURL(/\/schedule\/\d+$/);
    assert.deepEqual(faults, []);
    await context.close();
}

async function makeMarker() {
    const {page, context, faults} = await openPage(browser, khoa.address);
    await signIn(page, 'quantri', '/people');
    await page.locator('main input[name=q], main input[type=search], main input[type=text]').first().fill('SH0009');
    await page.keyboard.press('Enter');
    await page.locator('main tbody a, main .list a').first().click();
    const form = page.locator('form[action$="/roles"]');
    await form.locator('[name=role]').selectOption('marker');
    await form.locator('[name=unit]').selectOption({index: (await form.locator('[name=unit] option').count()) - 1});
    await form.locator('button').click();
    assert.match(await page.locator('main').innerText(), /Người chấm/);
    assert.deepEqual(faults, []);
    await context.close();
}

async function sit(script, which, look) {
    const {page, context, faults} = await openPage(browser, khoa.address, {javaScriptEnabled: script});
    await signIn(page, 'hocvien', '/sittings');
    await page.click('main a:has-text("Thử mọi dạng")');
    if (/result$/.test(page.url())) await page.getByRole('link', {name: 'Thi lần nữa'}).click();
    if (await page.locator('input[name=confirmed]').count()) await page.check('input[name=confirmed]');
    await page.click('main form button.govuk-button');
    await page.waitForURL(/\/attempts\/\d+\/\d+$/);
    const paper = page.url().replace(/\/\d+$/, '');
    for (let slot = 1; slot <= answers.length; slot++) {
        await page.goto(`${paper}/${slot}`);
        if (process.env.KHOA_SHOTS) await page.screenshot({path: `${process.env.KHOA_SHOTS}/q${slot}.png`, fullPage: true});
        if (look) assert.deepEqual(await lookAt(page, await (await page.request.get(page.url())).text()), [], `question ${slot}`);
        await answers[slot - 1][which](page);
        if (slot === 13 && script) await page.getByRole('link', {name: 'Mở tệp'}).waitFor(); // sent at once
        const here = page.url();
        await page.click('#exam .steps .govuk-button:not(.govuk-button--secondary)');
        await page.waitForURL((url) => url.href !== here); // else the next goto breaks it off
    }
    await page.goto(`${paper}/review`);
    assert.match(await page.locator('main').innerText(), /13 trên 13/);
    await page.click('#hand-in button.govuk-button');
    await page.waitForURL(/\/result$/);
    assert.deepEqual(faults, []);
    await context.close();
    return paper;
}

// Whoever marks sees no name, not even in that of a file.
async function mark(marks, file, look) {
    const {page, context, faults} = await openPage(browser, khoa.address, {javaScriptEnabled: look});
    const looksRight = async () => {
        if (look) assert.deepEqual(await lookAt(page, await page.content()), [], page.url());
    };
    for (const [item, part, points, comment] of marks) {
        if (page.url() === 'about:blank') await signIn(page, 'sh0009', '/marking');
        await page.goto('/marking');
        await page.locator('main tbody tr', {hasText: item}).locator('a').click();
        await page.getByRole('button', {name: 'Chấm bài tiếp theo'}).waitFor();
        await looksRight();
        await page.getByRole('button', {name: 'Chấm bài tiếp theo'}).click();
        await page.waitForURL(/\/marks\//);
        await looksRight();
        assert.doesNotMatch(await page.locator('main').innerText(), /Hà|SH0001/);
        if (part === 'file') {
            const link = page.getByRole('link', {name: 'Mở tệp'});
            const sent = await page.request.get(await link.getAttribute('href'));
            assert.equal(await sent.text(), file);
            assert.match(sent.headers()['content-disposition'], /attachment/);
        }
        await page.fill(`input[name="points.${part}"]`, '3,5');
        await page.click('form[action^="/marks/"] button >> nth=0');
        await page.getByText('Điểm là một số từ 0 đến').first().waitFor();
        await looksRight();
        await page.fill(`input[name="points.${part}"]`, points);
        await page.fill(`textarea[name="comment.${part}"]`, comment);
        await page.click('form[action^="/marks/"] button[value=stop]');
        await page.waitForURL(/\/marking\/\d+\/\d+$/);
        await page.getByText('Câu này đã chấm hết').waitFor();
    }
    assert.deepEqual(faults, []);
    await context.close();
}

// The result page: each question's points, and the score, against our own.
async function seeResult(paper, earned, comment) {
    const {page, context, faults} = await openPage(browser, khoa.address);
    await signIn(page, 'hocvien', `${new URL(paper).pathname}/result`);
    const number = (n) => n.toLocaleString('vi-VN', {maximumFractionDigits: 2});
    const sum = earned.reduce((a, b) => a + b, 0);
    assert.match(await page.locator('#score').innerText(), new RegExp(`^${number(Math.floor(sum / 16 * 1e8) / 1e6)} `));
    for (const [i, points] of earned.entries()) {
        const head = await page.locator(`section[aria-labelledby=q${i + 1}] .row`).first().innerText();
        const got = head.match(/([\d,]+)\/(\d+)/);
        assert.equal(got?.[1], number(points), `question ${i + 1}: ${head}`);
    }
    await page.getByText(comment).waitFor();
    assert.deepEqual(await lookAt(page, await page.content()), [], 'result');
    assert.deepEqual(faults, []);
    await context.close();
}

test('the organiser publishes it, and somebody may mark', async () => {
    await organise();
    await makeMarker();
});

test('every type is answered rightly with script, and graded', async () => {
    const paper = await sit(true, 0, true);
    await mark([['md-12', 'text', '3', 'Đủ ba ý.'], ['md-13', 'file', '2', '']], 'a;b\n1;2\n', true);
    await seeResult(paper, [...Array(11).fill(1), 3, 2], 'Đủ ba ý.');
});

test('what is no file of the kind asked for is told, and nothing is lost', async () => {
    const {page, context, faults} = await openPage(browser, khoa.address, {javaScriptEnabled: false});
    await signIn(page, 'hocvien', '/sittings');
    await page.click('main a:has-text("Thử mọi dạng")');
    await page.getByRole('link', {name: 'Thi lần nữa'}).click();
    if (await page.locator('input[name=confirmed]').count()) await page.check('input[name=confirmed]');
    await page.click('main form button.govuk-button');
    const paper = page.url().replace(/\/\d+$/, '');
    const send = async (name, text) => {
        await sheet(name, text)(page);
        await page.click('#exam .steps .govuk-button:not(.govuk-button--secondary)');
    };
    await page.goto(`${paper}/13`);
    await send('bang.exe', 'MZ');
    await page.getByText('Tệp phải thuộc loại: xlsx, ods, csv').waitFor();
    await send('bang.xlsx', 'no zip');
    await page.getByText('Nội dung tệp không phải là xlsx').waitFor();
    await send('bang.csv', 'x'.repeat(1000001));
    await page.getByText('Tệp lớn hơn 1 MB').waitFor();
    await send('bang.csv', 'a;b');
    await page.goto(`${paper}/13`);
    await send('bang.exe', 'MZ');
    assert.match(await page.locator('#exam').innerText(), /bang\.csv/);
    await page.goto(`${paper}/13`);
    await page.check('#exam input[name="drop.file"]');
    await page.click('#exam .steps .govuk-button:not(.govuk-button--secondary)');
    await page.goto(`${paper}/13`);
    assert.equal(await page.getByRole('link', {name: 'Mở tệp'}).count(), 0);
    assert.deepEqual(faults, []);
    await context.close();
});

test('every type is answered in part without script, and graded', async () => {
    const paper = await sit(false, 1, false);
    await mark([['md-12', 'text', '1', 'Thiếu lý do và ngày hẹn.'], ['md-13', 'file', '0,5', 'Chưa lọc.']], 'x\n', false);
    await seeResult(paper, [...answers.slice(0, 11).map((a) => a[2]), 1, 0.5], 'Thiếu lý do và ngày hẹn.');
});
