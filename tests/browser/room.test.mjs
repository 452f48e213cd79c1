// An exam room from beginning to end: an organiser arranges rooms, seats and a
// proctor; the proctor lets a candidate in, pauses, gives time, answers a call,
// collects the paper and prints the minutes; the candidate sees all of it at
// once, without losing what was typed.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {openPage, signIn, startBrowser, startKhoa} from './harness.mjs';
import {lookAt} from './look.mjs';

let khoa, browser, sitting;

before(async () => {
    khoa = await startKhoa();
    browser = await startBrowser();
});
after(async () => {
    await browser?.close();
    await khoa?.stop();
});

async function looksRight(page) {
    assert.deepEqual(await lookAt(page, await page.content()), [], page.url());
}

function moment(hours) {
    const t = new Date(Date.now() + (hours + 7) * 3600000);
    const two = (n) => String(n).padStart(2, '0');
    return `${two(t.getUTCDate())}/${two(t.getUTCMonth() + 1)}/` +
        `${t.getUTCFullYear()} ${two(t.getUTCHours())}:${two(t.getUTCMinutes())}`;
}

async function schedule(page, code, people) {
    await page.goto('/tests');
    await page.getByRole('link', {name: /Bài kiểm tra cuối khóa: An toàn/}).click();
    await page.getByRole('link', {name: 'Lên lịch kỳ thi với đề này'}).click();
    await page.getByLabel('Mã kỳ thi').fill(code);
    await page.getByLabel('Tên kỳ thi, tiếng Việt').fill(`Phòng thử ${code}`);
    await page.getByLabel('Mở lúc').fill(moment(-1));
    await page.getByLabel('Đóng lúc').fill(moment(3));
    await page.getByLabel('Người được gọi theo số hiệu').fill(people);
    await page.locator('.actions').getByRole('button', {name: 'Xem lại'}).click();
    await page.getByRole('button', {name: 'Lên lịch, gọi'}).click();
    await page.waitForURL(/\/schedule\/\d+$/);
    return page.url().match(/\d+$/)[0];
}

async function arrange(page) {
    await page.getByRole('link', {name: 'Phòng thi và giám thị'}).click();
    await page.getByRole('button', {name: 'Thêm phòng'}).click();
    await page.getByText('Cần tên phòng và số chỗ').waitFor();
    await page.getByLabel('Phòng', {exact: true}).fill('P.301');
    await page.getByLabel('Địa điểm').fill('Nhà B');
    await page.getByLabel('Số chỗ').fill('2');
    await page.getByRole('button', {name: 'Thêm phòng'}).click();
    await page.getByRole('rowheader', {name: 'P.301'}).waitFor();
    await page.getByRole('button', {name: 'Xếp chỗ cho người chưa có'}).click();
    await page.getByText('Đã xếp 2 người; còn 0 người chưa có chỗ.').waitFor();
    const number = page.getByLabel('Số hiệu của giám thị');
    await number.fill('SH0001');
    await page.getByRole('button', {name: 'Phân công', exact: true}).click();
    await page.getByText('Có người dự thi chính kỳ này').waitFor();
    await number.fill('SH0033');
    await page.getByRole('button', {name: 'Phân công', exact: true}).click();
    await page.getByText('chưa có vai trò giám thị').waitFor();
    await number.fill('SH0032');
    await page.getByLabel('Coi thi ở').selectOption('P.301');
    await page.getByRole('button', {name: 'Phân công', exact: true}).click();
    await page.getByRole('button', {name: /Thôi phân công/}).waitFor();
    await page.getByRole('checkbox', {name: /Chỉ người đã được giám thị ghi nhận/}).check();
    await page.getByRole('button', {name: 'Lưu cách mở'}).click();
    assert.ok(await page.getByRole('checkbox', {name: /Chỉ người đã được/}).isChecked());
    await looksRight(page);
}

for (const [how, options] of [
    ['with script', {}],
    ['without script, on a phone', {javaScriptEnabled: false, viewport: {width: 360, height: 740}}],
])
    test(`a proctor runs a room, ${how}`, async () => {
        const script = options.javaScriptEnabled !== false;
        const organiser = await openPage(browser, khoa.address);
        await signIn(organiser.page, 'tochuc');
        sitting = await schedule(organiser.page, script ? 'PHONG-1' : 'PHONG-2', 'SH0001\nSH0002');
        await arrange(organiser.page);

        const candidate = await openPage(browser, khoa.address, options);
        const c = candidate.page;
        await signIn(c, 'hocvien', `/sittings/${sitting}`);
        await c.goto(`/sittings/${sitting}`);
        await c.getByText('Giám thị chưa ghi nhận').waitFor();
        await c.getByText('P.301 · 0').waitFor();

        const proctor = await openPage(browser, khoa.address, options);
        const p = proctor.page;
        await signIn(p, 'giamthi');
        await p.goto('/rooms');
        await p.getByRole('link', {name: /Phòng thử/}).last().click();
        if (!p.url().includes(sitting)) await p.goto(`/rooms/${sitting}`);
        const names = (await p.getByRole('rowheader').allInnerTexts()).map((t) => t.split('\n')[0]);
        assert.equal(names.length, 2);
        const own = 'Trần Thị Thu Hà';
        assert.ok(names.includes(own));
        const line = () => p.getByRole('row').filter({hasText: own});
        await line().getByRole('button', {name: /Có căn cước/}).click();
        await line().getByText('Đã vào phòng').waitFor();

        await c.goto(`/sittings/${sitting}`);
        await c.getByRole('checkbox').check();
        await c.getByRole('button', {name: 'Bắt đầu làm bài'}).click();
        await c.waitForURL(/\/attempts\/\d+\/1$/);
        const paper = c.url().replace(/\/1$/, '');
        await c.locator('form#exam input[type=radio], form#exam input[type=checkbox], form#exam input[type=text]')
            .first().waitFor();

        // The candidate calls; the proctor comes.
        await c.getByRole('button', {name: 'Gọi giám thị'}).click();
        await c.getByText('Đã báo giám thị').waitFor();
        await p.goto(`/rooms/${sitting}`);
        await p.getByText('1 người gọi giám thị').waitFor();
        if (script) await looksRight(p);
        await line().getByRole('link', {name: own}).first().click();
        await p.getByRole('button', {name: 'Đã đến nơi'}).click();
        if (script) await looksRight(p);

        // A pause needs a reason; then the question is gone from the page.
        await p.getByRole('button', {name: 'Tạm dừng'}).click();
        await p.getByText('Cần ghi lý do').waitFor();
        await p.getByLabel('Lý do hoặc nội dung').fill('Mất điện ở dãy B');
        await p.getByRole('button', {name: 'Tạm dừng'}).click();
        await p.getByText('Mất điện ở dãy B').first().waitFor();
        if (script) await c.getByText('Bài thi đang tạm dừng').waitFor({timeout: 60000});
        else await c.goto(`${paper}/1`);
        await c.getByText('Bài thi đang tạm dừng').waitFor();
        assert.equal(await c.locator('form#exam').count(), 0);
        if (script) await looksRight(c);
        await p.getByRole('button', {name: 'Cho làm tiếp'}).click();
        if (!script) await c.goto(`${paper}/1`);
        await c.locator('form#exam').waitFor({timeout: 60000});

        // Ten minutes more: the clock says so.
        const before = Number(await c.locator('.bar__time').getAttribute('data-closes'));
        await p.getByLabel('Lý do hoặc nội dung').fill('Bù thời gian');
        await p.getByLabel('Số phút thêm').fill('10');
        await p.getByRole('button', {name: 'Thêm thời gian'}).click();
        await p.getByText('Thêm thời gian: 10 phút').waitFor();
        await c.goto(`${paper}/1`);
        const later = Number(await c.locator('.bar__time').getAttribute('data-closes'));
        assert.equal(later - before, 600000);

        // Collected: the candidate is led to the result.
        await p.getByLabel('Lý do hoặc nội dung').fill('Hết giờ của phòng');
        await p.getByRole('button', {name: 'Thu bài'}).click();
        await p.getByText('Đã nộp').first().waitFor();
        await c.goto(`${paper}/1`);
        await c.waitForURL(/\/result$/);

        // The minutes say what happened, in order.
        const pdf = await proctor.context.request.get(`/rooms/${sitting}/minutes.pdf`);
        assert.equal(pdf.status(), 200);
        const folder = mkdtempSync(join(tmpdir(), 'khoa-minutes-'));
        writeFileSync(join(folder, 'm.pdf'), await pdf.body());
        const text = execFileSync('pdftotext', ['-layout', join(folder, 'm.pdf'), '-'], {encoding: 'utf8'});
        rmSync(folder, {recursive: true});
        const places = ['BIÊN BẢN COI THI', 'P.301', 'Vào phòng', 'Gọi giám thị', 'Giám thị đến', 'Mất điện ở dãy B',
            'Làm tiếp', 'Thêm thời gian: 10 phút', 'Thu bài'].map((w) => text.indexOf(w));
        assert.deepEqual(places, [...places].sort((a, b) => a - b), text);
        assert.ok(places[0] >= 0, text);

        for (const one of [organiser, candidate, proctor]) {
            assert.deepEqual(one.faults, []);
            await one.context.close();
        }
    });

test('a slip lets its candidate into the sitting and nowhere else', async () => {
    const organiser = await openPage(browser, khoa.address);
    await signIn(organiser.page, 'tochuc');
    const id = await schedule(organiser.page, 'PHIEU-1', 'SH0034');
    await organiser.page.getByText('Phiếu vào thi có mã dùng một lần').click();
    const token = await organiser.page.locator('form[action$="/codes"] [name=csrf]').getAttribute('value');
    const pdf = await organiser.context.request.post(`/schedule/${id}/codes`, {
        form: {csrf: token}, headers: {Origin: khoa.address}});
    assert.equal(pdf.status(), 200);
    const folder = mkdtempSync(join(tmpdir(), 'khoa-slip-'));
    writeFileSync(join(folder, 's.pdf'), await pdf.body());
    const text = execFileSync('pdftotext', ['-layout', join(folder, 's.pdf'), '-'], {encoding: 'utf8'});
    rmSync(folder, {recursive: true});
    const [code] = text.match(/[A-Z2-9]{4}(-[A-Z2-9]{4}){3}/);

    const {page, faults, context} = await openPage(browser, khoa.address, {viewport: {width: 360, height: 740}});
    await page.goto('/sign-in');
    await page.getByRole('link', {name: 'Vào thi bằng phiếu'}).click();
    await page.getByLabel('Mã vào thi').fill('AAAA-BBBB-CCCC-DDDD');
    await page.getByRole('button', {name: 'Vào thi'}).click();
    await page.getByText('Không có mã này').waitFor();
    await looksRight(page);
    await page.getByLabel('Mã vào thi').fill(code.toLowerCase());
    await page.getByRole('button', {name: 'Vào thi'}).click();
    await page.waitForURL(new RegExp(`/sittings/${id}$`));
    await looksRight(page);
    for (const elsewhere of ['/my', '/account', '/courses', '/people', '/sittings'])
        assert.equal((await page.goto(elsewhere)).status(), 403, elsewhere);
    await page.goto('/');
    assert.match(page.url(), new RegExp(`/sittings/${id}$`));
    await page.getByRole('checkbox').check();
    await page.getByRole('button', {name: 'Bắt đầu làm bài'}).click();
    await page.waitForURL(/\/attempts\/\d+\/1$/);
    await page.getByRole('button', {name: 'Lưu, câu sau'}).click();
    await page.waitForURL(/\/attempts\/\d+\/2$/);

    const again = await openPage(browser, khoa.address);
    await again.page.goto(`/exam?code=${code}`);
    await again.page.getByRole('button', {name: 'Vào thi'}).click();
    await again.page.getByText('Mã này đã được dùng').waitFor();
    for (const one of [organiser, {faults, context}, again]) {
        assert.deepEqual(one.faults, []);
        await one.context.close();
    }
});

test('a passcode and an address range keep out, and a proctor lets in', async () => {
    const organiser = await openPage(browser, khoa.address);
    const o = organiser.page;
    await signIn(o, 'tochuc');
    const id = await schedule(o, 'CUA-1', 'SH0001');
    await o.goto(`/schedule/${id}/rooms`);
    await o.getByLabel('Địa chỉ máy được vào').fill('10.1.0.0/33');
    await o.getByRole('button', {name: 'Lưu điều kiện'}).click();
    await o.getByText('Có dòng không phải là địa chỉ').waitFor();
    assert.equal(await o.getByLabel('Địa chỉ máy được vào').inputValue(), '10.1.0.0/33');
    await o.getByLabel('Địa chỉ máy được vào').fill('10.1.0.0/16');
    await o.getByLabel('Mật khẩu kỳ thi').fill('hoa sen');
    await o.getByRole('button', {name: 'Lưu điều kiện'}).click();
    await o.getByText('Đã đặt. Để trống').waitFor();

    const {page, faults, context} = await openPage(browser, khoa.address);
    await signIn(page, 'hocvien');
    await page.goto(`/sittings/${id}`);
    await page.getByText('Máy này không thuộc các máy').waitFor();
    assert.equal(await page.getByRole('button', {name: 'Bắt đầu làm bài'}).count(), 0);
    await looksRight(page);
    await o.getByLabel('Địa chỉ máy được vào').fill('127.0.0.0/8\n::1');
    await o.getByRole('button', {name: 'Lưu điều kiện'}).click();
    await o.waitForLoadState();
    await page.goto(`/sittings/${id}`);
    await page.getByRole('checkbox').check();
    await page.getByLabel('Mật khẩu kỳ thi').fill('hoa hồng');
    await page.getByRole('button', {name: 'Bắt đầu làm bài'}).click();
    await page.getByText('Mật khẩu kỳ thi chưa đúng').waitFor();
    await looksRight(page);
    await page.getByRole('checkbox').check();
    await page.getByLabel('Mật khẩu kỳ thi').fill('hoa sen');
    await page.getByRole('button', {name: 'Bắt đầu làm bài'}).click();
    await page.waitForURL(/\/attempts\/\d+\/1$/);
    const paper = page.url();

    // The machine is moved out of the room: no question is shown any more, until
    // a proctor says that it is fine.
    await o.goto(`/schedule/${id}/rooms`);
    await o.getByLabel('Địa chỉ máy được vào').fill('10.1.0.0/16');
    await o.getByRole('button', {name: 'Lưu điều kiện'}).click();
    await o.waitForLoadState();
    await page.goto(paper);
    await page.getByText('Máy này không thuộc các máy').waitFor();
    await o.goto(`/rooms/${id}`);
    await o.getByRole('rowheader').getByRole('link').first().click();
    await o.getByLabel('Lý do hoặc nội dung').fill('Máy dự phòng');
    await o.getByRole('button', {name: 'Miễn điều kiện vào thi'}).click();
    await o.getByText('Máy dự phòng').waitFor();
    await page.goto(paper);
    await page.locator('form#exam').waitFor();
    for (const one of [organiser, {faults, context}]) {
        assert.deepEqual(one.faults, []);
        await one.context.close();
    }
});

test('HR prints the score list and the slips of a sitting', async () => {
    const {page, faults, context} = await openPage(browser, khoa.address);
    await signIn(page, 'nhansu');
    await page.goto('/results');
    const id = await page.locator('select[name=sitting] option').filter({hasText: 'đợt 1/2026'}).first()
        .getAttribute('value');
    await page.goto(`/results?sitting=${id}`);
    const csrf = await page.locator('form[action="/results/print"] [name=csrf]').getAttribute('value');
    const folder = mkdtempSync(join(tmpdir(), 'khoa-scores-'));
    const words = {};
    for (const what of ['list', 'slips']) {
        const pdf = await context.request.post('/results/print', {
            form: {csrf, sitting: id, what}, headers: {Origin: khoa.address}});
        assert.equal(pdf.status(), 200);
        writeFileSync(join(folder, `${what}.pdf`), await pdf.body());
        words[what] = execFileSync('pdftotext', ['-layout', join(folder, `${what}.pdf`), '-'], {encoding: 'utf8'});
    }
    // The score of the page is the score on paper.
    const row = page.locator('tbody tr').filter({hasText: /đạt/i}).first();
    const name = (await row.getByRole('rowheader').innerText()).split('\n')[0];
    const line = words.list.split('\n').find((l) => l.includes(name.split(' ').slice(-2).join(' ')));
    const scores = (await row.innerText()).match(/\d+(,\d+)?/g);
    assert.ok(scores.some((n) => new RegExp(`\\s${n}\\s+(Đạt|Chưa đạt)`).test(line)), `${scores} / ${line}`);
    assert.match(words.list, /BẢNG ĐIỂM[^]*Vắng[^]*Dấu niêm/);
    assert.ok((words.slips.match(/Giám thị ký/g) ?? []).length > 200);
    if (!process.env.KHOA_KEEP) rmSync(folder, {recursive: true});
    else console.log(folder);
    assert.deepEqual(faults, []);
    await context.close();
});

test('what is granted to a person is recorded once and shown to them', async () => {
    const hr = await openPage(browser, khoa.address);
    await signIn(hr.page, 'nhansu');
    await hr.page.goto('/people?find=SH0001');
    await hr.page.locator('main table a').first().click();
    await hr.page.getByRole('link', {name: 'Điều kiện thi được cấp'}).click();
    await hr.page.getByRole('button', {name: 'Cấp điều kiện'}).click();
    await hr.page.getByText('Cần ghi quyết định').waitFor();
    await hr.page.getByLabel('Quyết định làm căn cứ').fill('QĐ 12/QĐ-SNV');
    await hr.page.getByLabel('Từ ngày').fill('01/01/2026');
    await hr.page.getByLabel('Thời gian làm bài, phần trăm').fill('150');
    await hr.page.getByRole('button', {name: 'Cấp điều kiện'}).click();
    await hr.page.getByText('150 % thời gian').waitFor();
    await looksRight(hr.page);
    assert.deepEqual(hr.faults, []);
    await hr.context.close();

    const {page, faults, context} = await openPage(browser, khoa.address);
    await signIn(page, 'hocvien');
    await page.goto('/sittings');
    await page.getByRole('link', {name: /đợt 2\/2026/}).first().click();
    await page.getByText(/Được cấp thêm \d+ phút/).waitFor();
    assert.deepEqual(faults, []);
    await context.close();
});
