// A personnel officer prints slips for a ward; somebody without a password
// types the code of theirs, sets one and is in. With script and without.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
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

const textOf = (path) => execFileSync('pdftotext', ['-layout', path, '-'], {encoding: 'utf8'});

async function looksRight(page, script) {
    if (script) assert.deepEqual(await lookAt(page, await page.content()), [], page.url());
}

// Everybody in demo data has a password: these people are new.
async function takeIn(page, people) {
    await page.goto('/people/import');
    await page.locator('input[type=file]').setInputFiles({name: 'moi.csv', mimeType: 'text/csv',
        buffer: Buffer.from(`so_hieu,ho_ten,ngay_sinh,ma_don_vi,loai\n${people}`)});
    await page.getByRole('button', {name: 'Đưa lên và xem'}).click();
    await page.getByRole('button', {name: 'Kiểm tra'}).click();
    await page.getByRole('button', {name: 'Nhập danh sách'}).click({timeout: 60000});
    await page.getByText('Đã nhập xong').first().waitFor({timeout: 60000});
}

for (const script of [true, false])
    test(`slips for a ward, script ${script ? 'on' : 'off'}`, async () => {
        const {page} = await openPage(browser, khoa.address, {javaScriptEnabled: script});
        const number = script ? 'SH9101' : 'SH9102';
        await signIn(page, 'nhansu');
        await takeIn(page, `${number},Vũ Thị Mới,0${script ? 2 : 5}/03/1990,H99.20,Công chức\n`);
        await page.goto('/units');
        await page.getByRole('link', {name: 'UBND phường Cầu Đá'}).click();
        await page.getByRole('link', {name: 'Tài khoản và phiếu đăng nhập'}).click();
        await looksRight(page, script);
        const [download] = await Promise.all([page.waitForEvent('download'),
            page.getByRole('button', {name: /tải tệp in/}).click()]);
        assert.match(download.suggestedFilename(), /^phieu-dang-nhap-\d+\.pdf$/);
        const said = textOf(await download.path());
        assert.match(said, /Vũ Thị Mới/);
        assert.match(said, new RegExp(`Tên đăng nhập: ${number.toLowerCase()}`));
        assert.match(said, /DANH SÁCH NHẬN PHIẾU ĐĂNG NHẬP/);
        const codes = said.match(/\b[A-Z2-9]{5}-[A-Z2-9]{5}-[A-Z2-9]{5}\b/g);
        assert.ok(codes.length >= 1);

        const mine = await openPage(browser, khoa.address, {javaScriptEnabled: script});
        await mine.page.goto('/sign-in');
        await mine.page.getByRole('link', {name: 'Tôi có phiếu'}).click();
        await looksRight(mine.page, script);
        await mine.page.fill('#code', 'AAAAA-BBBBB-CCCCC');
        await mine.page.getByRole('button', {name: 'Tiếp tục'}).click();
        await mine.page.getByText('Mã này không đúng').waitFor();
        await looksRight(mine.page, script);
        // Of several slips the one of this person: the codes stand in their order.
        const names = [...said.matchAll(/Tên đăng nhập: (\S+)/g)].map((m) => m[1]);
        await mine.page.fill('#code', codes[names.indexOf(number.toLowerCase())].toLowerCase().replaceAll('-', ' '));
        await mine.page.getByRole('button', {name: 'Tiếp tục'}).click();
        await mine.page.waitForURL(/\/welcome\/[A-Z2-9]{15}$/);
        assert.match(await mine.page.locator('main').innerText(), /Vũ Thị Mới/);
        await looksRight(mine.page, script);
        for (const input of await mine.page.locator('input[type=password]').all())
            await input.fill('bờ sông buổi sáng');
        await mine.page.locator('main form button').click();
        await mine.page.getByRole('heading', {name: /Mới/}).waitFor();
    });
