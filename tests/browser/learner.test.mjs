// What learners keep and look for beside reading: notes to themselves, and a
// search that needs no marks; and what authors see of their courses.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {lookAt} from './look.mjs';
import {openPage, signIn, startBrowser, startKhoa} from './harness.mjs';

const LESSON = '/courses/an-toan-thong-tin/gia-mao';
const PHONE = {javaScriptEnabled: false, viewport: {width: 360, height: 740}};
let khoa, browser;

before(async () => {
    khoa = await startKhoa();
    browser = await startBrowser();
});
after(async () => {
    await browser?.close();
    await khoa?.stop();
});

const seen = process.env.KHOA_SCREENSHOTS; // a folder to look at them afterwards
async function picture(page, name) {
    if (!seen) return;
    for (const width of [360, 1280]) {
        await page.setViewportSize({width, height: 800});
        await page.screenshot({path: `${seen}/${name}-${width}.png`, fullPage: true});
    }
}

async function fine(page, address, name) {
    const answer = await page.goto(address);
    assert.equal(answer.status(), 200, address);
    assert.deepEqual(await lookAt(page, await answer.text()), [], address);
    await picture(page, name);
}

test('a learner notes something, finds it again, changes and deletes it, without script on a phone', async () => {
    const {context, page} = await openPage(browser, khoa.address, PHONE);
    await signIn(page, 'hocvien', LESSON);
    await page.fill('#note', 'Hỏi đầu mối CNTT:\n- số máy nội bộ?');
    await page.click('text=Lưu ghi chú');
    assert.equal(new URL(page.url()).pathname, LESSON);
    assert.match(await page.textContent('#notes .lines'), /số máy nội bộ/);
    assert.equal(await page.inputValue('#note'), '');
    await page.click('text=Mọi ghi chú của tôi');
    assert.match(await page.textContent('main'), /An toàn thông tin.*giả mạo/s);
    await page.click('text=Sửa hoặc xóa');
    await page.fill('#note', ' ');
    await page.click('text=Lưu ghi chú');
    assert.match(await page.textContent('[role=alert]'), /còn trống/);
    await page.fill('#note', 'Máy lẻ 105');
    await page.click('text=Lưu ghi chú');
    assert.match(await page.textContent('main'), /Máy lẻ 105/);
    await page.click('main a[href^="/courses/"]');
    assert.equal(new URL(page.url()).pathname, LESSON);
    await page.click('#notes a:has-text("Sửa hoặc xóa")');
    await page.click('text=Xóa ghi chú');
    assert.doesNotMatch(await page.textContent('main'), /Máy lẻ 105/);
    await context.close();
});

test('nobody else sees it, and every page of notes can be read by everybody', async () => {
    const {context, page, faults} = await openPage(browser, khoa.address);
    await signIn(page, 'hocvien', LESSON);
    await page.fill('#note', 'Riêng của tôi');
    await page.click('text=Lưu ghi chú');
    await page.goto('/my/notes');
    const note = await page.getAttribute('main a:has-text("Sửa hoặc xóa")', 'href');
    for (const language of ['vi', 'en']) {
        await page.goto('/');
        if (await page.getAttribute('html', 'lang') !== language)
            await page.click(`button[name=language][value=${language}]`);
        for (const [address, name] of [[LESSON, 'lesson'], ['/my/notes', 'notes'], [note, 'note']])
            await fine(page, address, `${name}-${language}`);
    }
    assert.deepEqual(faults, []);
    await context.close();
    for (const other of ['quantri', 'biensoan']) {
        const o = await openPage(browser, khoa.address);
        await signIn(o.page, other, LESSON);
        assert.doesNotMatch(await o.page.textContent('main'), /Riêng của tôi/);
        assert.equal((await o.page.goto(note)).status(), 404);
        await o.context.close();
    }
});

test('words typed without marks lead to the lesson, without script on a phone', async () => {
    const {context, page} = await openPage(browser, khoa.address, PHONE);
    await signIn(page, 'nhansu', '/courses');
    await page.fill('#q', 'mat khau');
    await page.press('#q', 'Enter');
    assert.equal(new URL(page.url()).pathname, '/courses/search');
    const first = page.locator('main li').first();
    assert.match(await first.textContent(), /Mật khẩu và thiết bị/);
    assert.match((await first.locator('mark').allTextContents()).join(' '), /mật khẩu/i);
    await first.locator('a').click();
    assert.equal(new URL(page.url()).pathname, '/courses/an-toan-thong-tin/mat-khau-va-thiet-bi');
    await context.close();
});

test('every page of the search can be read by everybody', async () => {
    const {context, page, faults} = await openPage(browser, khoa.address);
    await signIn(page, 'hocvien', '/courses');
    for (const language of ['vi', 'en']) {
        await page.goto('/');
        if (await page.getAttribute('html', 'lang') !== language)
            await page.click(`button[name=language][value=${language}]`);
        for (const [address, name] of [['/courses', 'courses'], ['/courses/search', 'search-empty'],
            ['/courses/search?q=mật khẩu', 'search'], ['/courses/search?q=data', 'search-data'],
            ['/courses/search?q=xyzzy', 'search-none']])
            await fine(page, address, `${name}-${language}`);
    }
    assert.deepEqual(faults, []);
    await context.close();
});

test('an author sees what learners see, and beside it what to look at', async () => {
    const {context, page, faults} = await openPage(browser, khoa.address);
    await signIn(page, 'biensoan', '/');
    await page.click('nav >> text=Soạn khóa học');
    await page.click('main >> text=Kỹ năng số cơ bản');
    assert.match(await page.textContent('main'), /Bài chưa có bản tiếng Anh/);
    await page.click('main ol a >> nth=0');
    const text = await page.textContent('main .prose .prose');
    assert.match(await page.textContent('aside'), /Bài chưa có bản tiếng Anh/);
    // The very text that learners get.
    const lesson = new URL(page.url()).pathname.replace('/authoring/', '/courses/');
    const address = page.url();
    await page.goto(lesson);
    assert.equal(await page.textContent('main .prose .prose'), text);
    await page.goto(address);
    await page.click('aside >> text=Tiếng Anh');
    assert.match(await page.textContent('main article'), /This lesson has no English version yet/);
    const course = '/authoring/an-toan-thong-tin';
    for (const language of ['vi', 'en']) {
        if (await page.getAttribute('html', 'lang') !== language)
            await page.click(`button[name=language][value=${language}]`);
        for (const [where, name] of [['/authoring', 'authoring'], ['/authoring/ky-nang-so', 'authored'],
            [course, 'authored-well'], [`${course}/gia-mao?text=en`, 'preview'],
            [`/authoring/ky-nang-so/${address.split('/').at(-1)}`, 'preview-found']])
            await fine(page, where, `${name}-${language}`);
    }
    await page.goto(`${course}/gia-mao?text=vi`); // its self-checks too
    assert.match(await page.textContent('article'), /Tự kiểm tra/);
    assert.deepEqual(faults, []);
    await context.close();
});
