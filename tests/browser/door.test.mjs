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
    // The start page says where a house with nobody in it begins.
    await page.goto('/');
    assert.match(await page.textContent('main'), /khoa import units/);
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

async function openPerson(page, number) {
    await page.goto(`/people?find=${number}`);
    await page.click('main table a');
}

const enter = async (page, login, secret) => {
    await page.goto('/sign-in');
    await page.fill('#login', login);
    await page.fill('#password', secret);
    await page.click('main .govuk-button');
};

async function slipAndLink(options) {
    const hr = await openPage(browser, khoa.address, options);
    const own = await openPage(browser, khoa.address, options);
    const scripted = options.javaScriptEnabled !== false;
    const number = scripted ? 'SH0022' : 'SH0023';
    await signIn(hr.page, 'nhansu');
    await openPerson(hr.page, number);
    await hr.page.click('details.fold summary');
    if (scripted) await looksFine(hr.page);
    await hr.page.click('button[value=slip]');
    if (scripted) await looksFine(hr.page);
    const login = await hr.page.textContent('#slip-login');
    const once = await hr.page.textContent('#slip-password');
    // The old password is dead; the slip leads to a password of one's own.
    await enter(own.page, login, password);
    assert.match(await own.page.textContent('[role=alert]'), /chưa đúng/);
    await enter(own.page, login, once);
    assert.equal(new URL(own.page.url()).pathname, '/account/password');
    await own.page.goto('/courses');
    assert.equal(new URL(own.page.url()).pathname, '/account/password');
    await own.page.fill('#old', once);
    await own.page.fill('#new', 'gió mùa đông bắc');
    await own.page.fill('#again', 'gió mùa đông bắc');
    await own.page.click('main .govuk-button');
    assert.match(await own.page.textContent('[role=status]'), /Đã đổi mật khẩu/);
    // A link ends that one too, and what is signed in with it.
    await openPerson(hr.page, number);
    await hr.page.click('details.fold summary');
    await hr.page.click('button[value=link]');
    if (scripted) await looksFine(hr.page);
    const link = await hr.page.textContent('#slip-link');
    await own.page.goto('/account');
    assert.equal(new URL(own.page.url()).pathname, '/sign-in');
    await own.page.goto(link);
    if (scripted) await looksFine(own.page);
    await own.page.fill('#new', 'mưa phùn tháng giêng');
    await own.page.fill('#again', 'mưa phùn tháng giêng');
    await own.page.click('main .govuk-button');
    assert.match(await heading(own.page), /^Chào/);
    // Disabled: out at once. Enabled: in again.
    await openPerson(hr.page, number);
    await hr.page.click('details.fold summary');
    await hr.page.click('button[value=shut]');
    assert.match(await hr.page.textContent('[role=status]'), /Đã khóa/);
    await own.page.goto('/account');
    assert.equal(new URL(own.page.url()).pathname, '/sign-in');
    await hr.page.click('details.fold summary');
    await hr.page.click('button[value=unshut]');
    await enter(own.page, login, 'mưa phùn tháng giêng');
    assert.match(await heading(own.page), /^Chào/);
    assert.deepEqual([...hr.faults, ...own.faults], []);
    await hr.context.close();
    await own.context.close();
}

test('a slip, a link, disabled and enabled again', () => slipAndLink({}));
test('the same without script', () => slipAndLink({javaScriptEnabled: false}));

test('a role is given and ends, with what it brings', async () => {
    const admin = await openPage(browser, khoa.address), own = await openPage(browser, khoa.address);
    await signIn(own.page, 'sh0021');
    assert.equal(await own.page.locator('.nav a[href="/results"]').count(), 0);
    await signIn(admin.page, 'quantri');
    await openPerson(admin.page, 'SH0021');
    await admin.page.selectOption('#role', 'inspector');
    await admin.page.selectOption('#unit', '0');
    await admin.page.click('form[action$="/roles"] button');
    assert.match(await admin.page.textContent('[role=status]'), /Đã giao/);
    await looksFine(admin.page);
    await own.page.goto('/results');
    assert.equal(new URL(own.page.url()).pathname, '/results');
    await admin.page.click('form[action$="/end"] button');
    assert.match(await admin.page.textContent('[role=status]'), /Đã thôi/);
    await own.page.goto('/results');
    assert.equal(await heading(own.page), 'Trang này không dành cho bạn');
    await admin.context.close();
    await own.context.close();
});

test('an answer survives being signed out in the middle of a test', async () => {
    const {context, page} = await openPage(browser, khoa.address);
    await signIn(page, 'sh0019', '/sittings');
    await page.click('main a[href^="/sittings/"]:has-text("đợt 2/2026") >> nth=0');
    await page.check('input[name=confirmed]');
    await page.click('main form .govuk-button');
    assert.match(new URL(page.url()).pathname, /^\/attempts\/\d+\/1$/);
    // Out, in another window of the same browser.
    const other = await context.newPage();
    await other.goto(`${khoa.address}/account`);
    await other.click('form[action="/sign-out"] button');
    const choice = page.locator('#exam .choice input[name^="a."]').first();
    const typed = page.locator('#exam input[type=text][name^="a."]').first();
    if (await choice.count()) await choice.check();
    else await typed.fill('7');
    await page.waitForFunction(() => document.getElementById('saved').textContent.includes('Đăng nhập lại'));
    await signIn(other, 'sh0019');
    await page.reload();
    await page.waitForFunction(() => /\d\d:\d\d:\d\d/.test(document.getElementById('saved').textContent));
    await page.reload();
    if (await choice.count()) assert.ok(await choice.isChecked());
    else assert.equal(await typed.inputValue(), '7');
    await context.close();
});
