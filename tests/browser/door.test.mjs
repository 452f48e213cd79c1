// The door: in and out, a new password, another language, a code from a phone,
// and the first administrator of an empty installation. With script and
// without.
import assert from 'node:assert/strict';
import {createHmac} from 'node:crypto';
import {after, before, test} from 'node:test';
import {openPage, password, signIn, startBrowser, startKhoa} from './harness.mjs';
import {lookAt} from './look.mjs';

let khoa, empty, browser;

before(async () => {
    [khoa, empty, browser] = await Promise.all(
        [startKhoa('--demo'), startKhoa('--empty'), startBrowser()]);
});
after(async () => {
    await browser?.close();
    await khoa?.stop();
    await empty?.stop();
});

// RFC 6238, as an app on a phone does it.
function codeOf(key, at = Date.now()) {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    let bits = '';
    for (const c of key.replaceAll(' ', '')) bits += letters.indexOf(c).toString(2).padStart(5, '0');
    const secret = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
    const step = Buffer.alloc(8);
    step.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
    const mac = createHmac('sha1', secret).update(step).digest();
    const from = mac[19] & 15;
    return `${(mac.readUInt32BE(from) & 0x7fffffff) % 1000000}`.padStart(6, '0');
}

const heading = (page) => page.textContent('h1');

async function looksFine(page) {
    assert.deepEqual(await lookAt(page, await page.content()), []);
}

async function inAndOut(options) {
    const {context, page, faults} = await openPage(browser, khoa.address, options);
    const look = options.javaScriptEnabled === false ? () => {} : () => looksFine(page);
    await page.goto('/results?standing=passed');
    assert.equal(new URL(page.url()).pathname, '/sign-in');
    await look();
    await page.fill('#login', 'nhansu');
    await page.fill('#password', 'not this one');
    await page.click('main .govuk-button');
    assert.match(await page.textContent('[role=alert]'), /chưa đúng/);
    assert.equal(await page.inputValue('#login'), 'nhansu');
    assert.equal(await page.inputValue('#password'), '');
    await look();
    await page.fill('#password', password);
    await page.click('main .govuk-button');
    assert.equal(new URL(page.url()).pathname, '/results');
    assert.equal(new URL(page.url()).search, '?standing=passed');
    await page.click('.top__me a');
    assert.equal(await heading(page), 'Tài khoản của tôi');
    await look();
    const cookie = (await context.cookies()).find((c) => c.name === 'khoa');
    assert.ok(cookie.httpOnly);
    await page.click('form[action="/sign-out"] button');
    assert.match(await page.textContent('[role=status]'), /Đã đăng xuất/);
    await page.goto('/results');
    assert.equal(new URL(page.url()).pathname, '/sign-in');
    // What the browser held is of no use any more.
    await context.addCookies([cookie]);
    await page.goto('/results');
    assert.equal(new URL(page.url()).pathname, '/sign-in');
    assert.deepEqual(faults, []);
    await context.close();
}

test('in, back to what was asked for, and out', () => inAndOut({}));
test('the same without script', () => inAndOut({javaScriptEnabled: false}));

test('a stranger switches the language, and a person keeps it', async () => {
    const {context, page} = await openPage(browser, khoa.address);
    await page.goto('/help');
    assert.equal(await heading(page), 'Trợ giúp');
    await page.click('.top__language button');
    assert.equal(new URL(page.url()).pathname, '/help');
    assert.equal(await heading(page), 'Help');
    await signIn(page, 'sh0012', '/account');
    assert.equal(await heading(page), 'Tài khoản của tôi'); // hers is Vietnamese
    await page.click('main form[action="/language"] button');
    assert.equal(await heading(page), 'My account');
    await looksFine(page);
    await context.close();
    const again = await openPage(browser, khoa.address);
    await signIn(again.page, 'sh0012', '/account');
    assert.equal(await heading(again.page), 'My account');
    await again.context.close();
});

test('a new password ends the old one everywhere else', async () => {
    const here = await openPage(browser, khoa.address), there = await openPage(browser, khoa.address);
    await signIn(here.page, 'sh0013');
    await signIn(there.page, 'sh0013');
    await here.page.goto('/account/password');
    await looksFine(here.page);
    const change = async (old, fresh, again) => {
        await here.page.fill('#old', old);
        await here.page.fill('#new', fresh);
        await here.page.fill('#again', again);
        await here.page.click('main .govuk-button');
    };
    await change(password, 'short', 'short');
    assert.match(await here.page.textContent('[role=alert]'), /ít nhất 10/);
    await change('not this one', 'cau da ben nua', 'cau da ben nua');
    assert.match(await here.page.textContent('[role=alert]'), /hiện tại chưa đúng/);
    await looksFine(here.page);
    await change(password, 'cau da ben nua', 'cau da ben nua');
    assert.match(await here.page.textContent('[role=status]'), /Đã đổi mật khẩu/);
    await there.page.goto('/account');
    assert.equal(new URL(there.page.url()).pathname, '/sign-in');
    await there.page.fill('#login', 'sh0013');
    await there.page.fill('#password', password);
    await there.page.click('main .govuk-button');
    assert.match(await there.page.textContent('[role=alert]'), /chưa đúng/);
    await there.page.fill('#password', 'cau da ben nua');
    await there.page.click('main .govuk-button');
    await there.page.waitForURL('**/account');
    await here.page.goto('/account');
    await here.page.click('form[action="/account/sign-out-everywhere"] button');
    await there.page.goto('/account');
    assert.equal(new URL(there.page.url()).pathname, '/sign-in');
    await here.context.close();
    await there.context.close();
});

test('the first administrator comes by the link on the console, once', async () => {
    const link = empty.log().match(/http:\S+\/welcome\/[0-9a-f]{64}/)[0];
    const {context, page, faults} = await openPage(browser, empty.address);
    await page.goto(link);
    await looksFine(page);
    const fill = async (login, secret) => {
        await page.fill('#name', 'Trần Văn Quản');
        await page.fill('#login', login);
        await page.fill('#new', secret);
        await page.fill('#again', secret);
        await page.click('main .govuk-button');
    };
    await fill('quản trị', 'bờ sông buổi sáng');
    assert.match(await page.textContent('[role=alert]'), /Tên đăng nhập/);
    await fill('quantri', 'quantri-quantri');
    assert.match(await page.textContent('[role=alert]'), /dễ đoán/);
    await fill('quantri', 'bờ sông buổi sáng');
    // Before anything else the second step.
    assert.equal(new URL(page.url()).pathname, '/account/second-step');
    await page.goto('/people');
    assert.equal(new URL(page.url()).pathname, '/account/second-step');
    await looksFine(page);
    await page.click('button[value=begin]');
    const key = await page.textContent('#key');
    await looksFine(page);
    await page.fill('#code', '000000');
    await page.click('text=Xác nhận');
    assert.match(await page.textContent('[role=alert]'), /Mã chưa đúng/);
    assert.equal(await page.textContent('#key'), key);
    const code = codeOf(key);
    await page.fill('#code', code);
    await page.click('text=Xác nhận');
    assert.equal(new URL(page.url()).pathname, '/people');
    await page.goto(link);
    assert.equal(await heading(page), 'Đường dẫn đã hết hiệu lực');
    await looksFine(page);
    // At the next sign-in the code is asked for, and no code counts twice.
    await page.goto('/account');
    await looksFine(page);
    await page.click('form[action="/sign-out"] button');
    await page.fill('#login', 'quantri');
    await page.fill('#password', 'bờ sông buổi sáng');
    await page.click('main .govuk-button');
    assert.equal(new URL(page.url()).pathname, '/sign-in/code');
    await looksFine(page);
    await page.goto('/account/second-step');
    assert.equal(new URL(page.url()).pathname, '/sign-in/code');
    await page.fill('#code', code);
    await page.click('main .govuk-button');
    assert.match(await page.textContent('[role=alert]'), /đã dùng/);
    await page.fill('#code', codeOf(key, Date.now() + 30000));
    await page.click('main .govuk-button');
    await page.waitForURL('**/account/second-step');
    assert.deepEqual(faults, []);
    await context.close();
});
