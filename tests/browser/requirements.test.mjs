// A course is required of a unit, somebody of it learns and completes it, and
// whoever required it sees so. With script and without.
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
    if (!script) return; // axe needs it
    assert.deepEqual(await lookAt(page, await page.content()), [], page.url());
}

function day(days) {
    const t = new Date(Date.now() + 7 * 3600000 + days * 86400000);
    const two = (n) => String(n).padStart(2, '0');
    return `${two(t.getUTCDate())}/${two(t.getUTCMonth() + 1)}/${t.getUTCFullYear()}`;
}

async function require(page, script, due) {
    await signIn(page, 'tochuc');
    await page.getByRole('link', {name: 'Khóa bắt buộc'}).first().click();
    await page.getByRole('heading', {name: 'Khóa học bắt buộc'}).waitFor();
    await looksRight(page, script);
    await page.getByRole('link', {name: 'Đặt yêu cầu'}).click();
    await page.getByRole('button', {name: 'Đặt yêu cầu này'}).click();
    await page.getByText('Chọn ít nhất một đơn vị').waitFor();
    await looksRight(page, script);
    await page.getByLabel('Khóa học', {exact: true}).selectOption('ky-nang-so');
    await page.getByLabel('Chậm nhất ngày').fill(due);
    await page.getByLabel(/Căn cứ/).fill('Kế hoạch 12/KH-SNV');
    await page.getByLabel('Tìm đơn vị').fill('H99.20');
    await page.getByRole('button', {name: 'Tìm'}).click();
    assert.equal(await page.getByLabel('Chậm nhất ngày').inputValue(), due);
    await page.locator('input[name=unit]').first().check();
    await page.locator('#people').fill('SH0003\nSH9999999');
    await page.getByRole('button', {name: 'Đặt yêu cầu này'}).click();
    await page.getByText('Dòng 2: không có ai mang số SH9999999').waitFor();
    await looksRight(page, script);
    await page.locator('#people').fill('SH0003');
    await page.getByRole('button', {name: 'Đặt yêu cầu này'}).click();
    await page.waitForURL(/\/requirements\/\d+$/);
    await page.getByText('Đang áp dụng').waitFor();
    await page.getByRole('heading', {name: 'Từng người, theo số hiệu'}).waitFor();
    await looksRight(page, script);
    return page.url();
}

const counts = async (page) => (await page.locator('.facts dd').allInnerTexts()).map(Number);

async function learn(page, script) {
    await signIn(page, 'hocvien');
    await page.getByRole('heading', {name: 'Phải hoàn thành'}).waitFor();
    await page.getByRole('link', {name: 'Học tập', exact: true}).first().click();
    await page.getByText('Kế hoạch 12/KH-SNV').waitFor();
    await looksRight(page, script);
    await page.getByRole('link', {name: /Kỹ năng số/}).first().click();
    await page.getByRole('heading', {name: 'Để hoàn thành khóa này'}).waitFor();
    await looksRight(page, script);
    await page.getByRole('button', {name: /Bắt đầu/}).click();
    for (let i = 0; i < 6; i++)
        await page.getByRole('button', {name: /^Đã đọc/}).click();
    await page.getByText(/tiết được tính cho năm/).first().waitFor();
    await looksRight(page, script);
    await page.goto('/my');
    await page.getByText(/Hoàn thành ngày/).first().waitFor();
    const hours = await page.locator('section[aria-labelledby=so-tiet] b').innerText();
    assert.match(hours, /^16 trên 40 tiết$/);
    await looksRight(page, script);
}

for (const script of [true, false])
    test(`a course is required and completed, script ${script ? 'on' : 'off'}`, async () => {
        const {page: organiser} = await openPage(browser, khoa.address, {javaScriptEnabled: script});
        const address = await require(organiser, script, day(script ? 20 : 21));
        const [people, done] = await counts(organiser);
        assert.ok(people > 2);
        if (script) {
            const {page: learner} = await openPage(browser, khoa.address, {javaScriptEnabled: true});
            await learn(learner, script);
            await organiser.goto(address);
            assert.deepEqual((await counts(organiser)).slice(0, 2), [people, done + 1]);
        }
        await organiser.locator('tbody a').first().click();
        await organiser.getByRole('heading', {name: 'Chưa hoàn thành'}).waitFor();
        await looksRight(organiser, script);
        await organiser.goto(address);
        await organiser.getByRole('button', {name: 'Bãi bỏ'}).click();
        await organiser.getByText('Viết lý do').waitFor();
        await organiser.getByLabel('Lý do').fill('Đặt nhầm đơn vị');
        await organiser.getByRole('button', {name: 'Bãi bỏ'}).click();
        await organiser.getByText('Đặt nhầm đơn vị').waitFor();
        await looksRight(organiser, script);
    });
