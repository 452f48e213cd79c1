// A personnel officer renames a unit, splits one and moves one, and sees the
// day before as it was. With script and without.
import assert from 'node:assert/strict';
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

async function looksRight(page, script) {
    if (script) assert.deepEqual(await lookAt(page, await page.content()), [], page.url());
}

function day(days) {
    const t = new Date(Date.now() + 7 * 3600000 + days * 86400000);
    const two = (n) => String(n).padStart(2, '0');
    return `${two(t.getUTCDate())}/${two(t.getUTCMonth() + 1)}/${t.getUTCFullYear()}`;
}

async function openUnit(page, name) {
    await page.goto('/units');
    await page.getByRole('link', {name, exact: true}).first().click();
    await page.getByRole('heading', {name, level: 1}).waitFor();
}

async function change(page, what, fill, script) {
    await page.getByRole('link', {name: what}).click();
    await page.getByRole('button', {name: 'Xem điều sẽ thay đổi'}).click();
    await page.getByText('Viết căn cứ.').waitFor();
    await looksRight(page, script);
    await fill();
    await page.getByLabel('Từ ngày').fill(day(-1));
    await page.getByLabel('Căn cứ').fill('QĐ 77/QĐ-UBND');
    await page.getByRole('button', {name: 'Xem điều sẽ thay đổi'}).click();
    await page.getByRole('button', {name: 'Thực hiện thay đổi'}).waitFor();
    await looksRight(page, script);
}

for (const script of [true, false])
    test(`units change, script ${script ? 'on' : 'off'}`, async () => {
        const {page} = await openPage(browser, khoa.address, {javaScriptEnabled: script});
        const old = script ? 'Trường Đào tạo cán bộ' : 'Sở Y tế';
        const name = `${old} mới`;
        await signIn(page, 'nhansu');
        await openUnit(page, old);
        const people = (await page.locator('.lede + p').innerText()).match(/^\d+/)[0];
        await change(page, 'Đổi tên đơn vị', () => page.getByLabel('Tên mới').fill(name), script);
        assert.match(await page.locator('main').innerText(), /[1-9]\d* nhiệm vụ chuyển/);
        await page.getByRole('button', {name: 'Thực hiện thay đổi'}).click();
        await page.getByRole('heading', {name, level: 1}).waitFor();
        assert.equal((await page.locator('.lede + p').innerText()).match(/^\d+/)[0], people);
        await page.getByText('QĐ 77/QĐ-UBND').waitFor();

        await page.getByRole('link', {name: 'Chuyển sang cấp trên khác'}).click();
        await page.getByLabel('Mã đơn vị cấp trên').fill('H99.02');
        await page.getByLabel('Từ ngày').fill(day(0));
        await page.getByLabel('Căn cứ').fill('QĐ 78/QĐ-UBND');
        await page.getByRole('button', {name: 'Xem điều sẽ thay đổi'}).click();
        await page.getByText('Thuộc:').waitFor();
        await page.getByRole('button', {name: 'Thực hiện thay đổi'}).click();
        await page.getByRole('heading', {name, level: 1}).waitFor();

        // Nobody splits a unit into one; what was typed stays.
        await page.getByRole('link', {name: 'Tách đơn vị'}).click();
        await page.getByLabel('Các đơn vị mới').fill('Phần một; H99.901');
        await page.getByRole('button', {name: 'Xem điều sẽ thay đổi'}).click();
        await page.getByText('Viết ít nhất hai đơn vị mới.').waitFor();
        assert.match(await page.getByLabel('Các đơn vị mới').inputValue(), /Phần một; H99.901/);

        // The day before is as it was.
        await page.goto('/units');
        await page.fill('#day', day(-2));
        await page.locator('main form[role=search] button').click();
        await page.getByRole('link', {name: old, exact: true}).first().waitFor();
        assert.equal(await page.getByRole('link', {name, exact: true}).count(), 0);
    });

test('duties are changed by forms', async () => {
    const {page} = await openPage(browser, khoa.address);
    await signIn(page, 'nhansu', '/people?find=SH0060');
    await page.locator('main table a, main ul a').first().click();
    await page.getByRole('link', {name: 'Thay đổi nhiệm vụ'}).click();
    await looksRight(page, true);
    await page.getByRole('button', {name: 'Giao nhiệm vụ này'}).click();
    await page.getByText('Không đọc được ngày').waitFor();
    await looksRight(page, true);
    await page.getByLabel('Mã đơn vị').fill('H99.02');
    await page.locator('#give-day').fill(day(0));
    await page.getByLabel('Chức vụ').fill('Tổ trưởng kiêm nhiệm');
    await page.getByRole('button', {name: 'Giao nhiệm vụ này'}).click();
    await page.waitForURL(/\/people\/\d+$/);
    await page.getByText('Tổ trưởng kiêm nhiệm').waitFor();
    await page.getByRole('link', {name: 'Thay đổi nhiệm vụ'}).click();
    await page.locator('#leave-day').fill(day(-3650 * 3));
    await page.getByRole('button', {name: 'Ghi nhận'}).click();
    await page.getByText('không sau ngày bắt đầu').waitFor();
    await looksRight(page, true);
});
