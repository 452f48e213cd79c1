// The organiser's side of a test, as a person does it: look at the test,
// schedule a sitting for one unit and two people, see its candidates, excuse
// one, call one more; then the candidate who was called sees it. With script
// and without.
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

async function looksRight(page) {
    const found = await lookAt(page, await page.content());
    assert.deepEqual(found, [], page.url());
}

// "23/11/2026 08:30" in so many hours from now, at UTC+7.
function moment(hours) {
    const t = new Date(Date.now() + (hours + 7) * 3600000);
    const two = (n) => String(n).padStart(2, '0');
    return `${two(t.getUTCDate())}/${two(t.getUTCMonth() + 1)}/` +
        `${t.getUTCFullYear()} ${two(t.getUTCHours())}:${two(t.getUTCMinutes())}`;
}

async function fillIn(page, code) {
    await page.goto('/tests');
    await page.getByRole('link', {name: /Bài kiểm tra cuối khóa: An toàn/}).click();
    await page.getByText('Nội dung đã khóa').waitFor();
    await page.getByRole('link', {name: 'Lên lịch kỳ thi với đề này'}).click();
    await page.getByLabel('Mã kỳ thi').fill(code);
    await page.getByLabel('Tên kỳ thi, tiếng Việt').fill(`Đợt thử ${code}`);
    await page.getByLabel('Mở lúc').fill(moment(-1));
    await page.getByLabel('Đóng lúc').fill(moment(3));
    await page.getByLabel('Tìm đơn vị').fill('H99.12');
    await page.getByRole('button', {name: 'Tìm'}).click();
    await page.getByRole('checkbox', {name: /Trường Đào tạo cán bộ/}).check();
    await page.getByLabel('Người được gọi theo số hiệu').fill('SH0001\nSH9999');
}

async function organise(page, code) {
    await signIn(page, 'tochuc');
    await fillIn(page, code);
    await page.locator('.actions').getByRole('button', {name: 'Xem lại'}).click();

    // Nothing is lost when it comes back.
    await page.getByText('Dòng 2: không có ai mang số SH9999').waitFor();
    assert.equal(await page.getByLabel('Mã kỳ thi').inputValue(), code);
    assert.ok(await page.getByRole('checkbox', {name: /Trường Đào tạo/}).isChecked());
    await page.getByLabel('Người được gọi theo số hiệu').fill('SH0001\nSH0002');
    await page.locator('.actions').getByRole('button', {name: 'Xem lại'}).click();

    await page.getByText('Kỳ thi này sẽ gọi').waitFor();
    assert.match(await page.locator('main .prose').innerText(), /Làm bài một mình/);
    assert.equal(await page.locator('main .prose li').count() > 1, true);
    const words = await page.locator('.lede').innerText();
    const count = Number(words.match(/(\d+) người/)[1]);
    assert.ok(count > 2);
    await page.getByRole('button', {name: 'Lên lịch, gọi'}).click();

    await page.waitForURL(/\/schedule\/\d+$/);
    assert.equal(await page.locator('.facts dd').first().innerText(), `${count}`);
    await page.getByLabel('Tên, số báo danh').fill('nguyễn văn quang');
    await page.getByRole('button', {name: 'Tìm'}).click();
    assert.equal(await page.locator('tbody tr').count(), 1);
    await page.getByRole('link', {name: 'Nguyễn Văn Quang'}).click();
    await page.getByLabel('Vắng có lý do').check();
    await page.getByRole('button', {name: 'Ghi nhận'}).click();
    await page.getByText('Hãy chọn tình trạng và ghi lý do').waitFor();
    await page.getByLabel('Vắng có lý do').check();
    await page.getByLabel('Lý do', {exact: true}).fill('Đi công tác');
    await page.getByRole('button', {name: 'Ghi nhận'}).click();
    await page.waitForURL(/\/schedule\/\d+$/);
    await page.getByText('Đi công tác').waitFor();
    await page.getByLabel('Người được gọi theo số hiệu').fill('SH0009');
    await page.getByRole('button', {name: 'Gọi thêm'}).click();
    await page.getByText('Đã gọi thêm 1 người').waitFor();
    return page.url();
}

async function seeIt(page, code) {
    await signIn(page, 'hocvien');
    await page.goto('/sittings');
    await page.getByRole('link', {name: `Đợt thử ${code}`}).click();
    assert.match(await page.locator('main').innerText(), /Làm bài một mình/);
    await page.getByText('Thông báo về dữ liệu cá nhân').first().waitFor();
    await looksRight(page);
    await page.getByRole('button', {name: 'Bắt đầu làm bài'}).click();
    await page.getByText('đánh dấu vào ô dưới đây').waitFor();
    await page.getByRole('checkbox').check();
    await page.getByRole('button', {name: 'Bắt đầu làm bài'}).click();
    await page.waitForURL(/\/attempts\/\d+\/1$/);
}

for (const [how, options, code] of [
    ['with script', {}, 'THU-1'],
    ['without script', {javaScriptEnabled: false}, 'THU-2'],
])
    test(`an organiser schedules and a candidate sees it, ${how}`, async () => {
        const organiser = await openPage(browser, khoa.address, options);
        await organise(organiser.page, code);
        const candidate = await openPage(browser, khoa.address);
        await seeIt(candidate.page, code);
        assert.deepEqual(organiser.faults, []);
        assert.deepEqual(candidate.faults, []);
        await organiser.context.close();
        await candidate.context.close();
    });

test('a sitting nobody has begun is cancelled, and candidates read why', async () => {
    const {page, faults, context} = await openPage(browser, khoa.address);
    await signIn(page, 'tochuc');
    await fillIn(page, 'HUY-1');
    await page.getByLabel('Người được gọi theo số hiệu').fill('SH0001');
    await page.locator('.actions').getByRole('button', {name: 'Xem lại'}).click();
    await page.getByRole('button', {name: 'Lên lịch, gọi'}).click();
    await page.waitForURL(/\/schedule\/\d+$/);
    await page.getByLabel('Lý do').fill('Bão số 9');
    await page.getByRole('button', {name: 'Hủy kỳ thi này'}).click();
    await page.getByText('Bão số 9').first().waitFor();
    const candidate = await openPage(browser, khoa.address);
    await signIn(candidate.page, 'hocvien');
    await candidate.page.goto('/sittings');
    await candidate.page.getByRole('link', {name: 'Đợt thử HUY-1'}).click();
    await candidate.page.getByText('Bão số 9').waitFor();
    assert.equal(await candidate.page.getByRole('checkbox').count(), 0);
    assert.deepEqual(faults, []);
    await context.close();
    await candidate.context.close();
});

test('the pages of the organiser look right', async () => {
    const {page, faults, context} = await openPage(browser, khoa.address);
    await signIn(page, 'tochuc');
    for (const address of ['/', '/tests', '/schedule', '/schedule/new']) {
        await page.goto(address);
        await looksRight(page);
    }
    await page.goto('/tests');
    await page.locator('tbody a').first().click();
    await page.locator('h1').waitFor();
    await looksRight(page);
    await page.goto('/schedule');
    await page.locator('tbody a').first().click();
    await page.waitForURL(/\/schedule\/\d+$/);
    await looksRight(page);
    await page.locator('tbody th a').first().click();
    await page.waitForURL(/candidates/);
    await looksRight(page);
    await page.goto('/schedule/new');
    await page.locator('.actions').getByRole('button', {name: 'Xem lại'}).click();
    await page.getByText('chỗ cần sửa').waitFor();
    await looksRight(page);
    await fillIn(page, 'NHIN-1');
    await page.getByLabel('Người được gọi theo số hiệu').fill('SH0001');
    await page.locator('.actions').getByRole('button', {name: 'Xem lại'}).click();
    await page.getByText('Kỳ thi này sẽ gọi').waitFor();
    await looksRight(page);
    assert.deepEqual(faults, []);
    await context.close();
});
