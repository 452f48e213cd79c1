// A staff list by the page of imports, as HR does it: in an old encoding and
// with headings of its own, once with script and once without; as a workbook;
// with errors that are told and a list that is then mended.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {openPage, signIn, startBrowser, startKhoa} from './harness.mjs';
import {lookAt} from './look.mjs';

let khoa, browser, folder;
before(async () => {
    khoa = await startKhoa();
    browser = await startBrowser();
    folder = mkdtempSync(join(tmpdir(), 'khoa-import-'));
});
after(async () => {
    await browser?.close();
    await khoa?.stop();
    if (folder) rmSync(folder, {recursive: true, force: true});
});

const shots = process.env.KHOA_SHOTS;
async function shoot(page, name) {
    if (shots) await page.screenshot({path: `${shots}/${name}.png`, fullPage: true});
}

async function bring(page, name, bytes) {
    await page.goto('/people/import');
    await page.setInputFiles('input[type=file]', {name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes)});
    await page.getByRole('button', {name: 'Đưa lên và xem'}).click();
    await page.waitForURL(/\/people\/import\/\d+$/);
}

// The page opens itself again while the work goes on, with script or without.
async function settled(page, words) {
    await page.locator('main').getByText(words).first().waitFor({timeout: 20000});
    return page.locator('main').innerText();
}

async function look(page) {
    assert.deepEqual(await lookAt(page, await page.content()), [], page.url());
}

for (const [how, options, number] of [['with script', {}, 'NH0001'], ['without script', {javaScriptEnabled: false}, 'NH0002']])
    test(`a list in TCVN3 with headings of its own, ${how}`, async () => {
        const {page, context, faults} = await openPage(browser, khoa.address, options);
        await signIn(page, 'nhansu', '/people');
        await page.getByRole('link', {name: 'Nhập danh sách'}).click();
        if (how === 'with script') await look(page); // axe is a script
        await shoot(page, `import-lists-${number}`);
        // "Nguyễn Văn Đức", "Phòng Văn hóa" in TCVN3; the heading in plain ASCII
        const row = Buffer.concat([Buffer.from(`Ma NV;Loai;Ho va ten;Sinh;Ma don vi\n${number};cong chuc;`),
            Buffer.from('Nguy\xd4n V\xa8n \xa7\xf8c', 'latin1'), Buffer.from(';05/03/1988;H99.20.02\n')]);
        await bring(page, 'danh-sach.csv', row);
        assert.equal(await page.locator('#encoding').inputValue(), 'tcvn3'); // a guess, shown and not yet used
        assert.match(await page.locator('main').innerText(), /Nguyễn Văn Đức/);
        if (how === 'with script') await look(page);
        await shoot(page, `import-look-${number}`);
        // In another encoding it reads wrong, and one sees it.
        await page.locator('#encoding').selectOption('cp1258');
        await page.getByRole('button', {name: 'Đọc lại'}).click();
        assert.doesNotMatch(await page.locator('main').innerText(), /Nguyễn Văn Đức/);
        await page.locator('#encoding').selectOption('tcvn3');
        await page.getByRole('button', {name: 'Đọc lại'}).click();
        if (number === 'NH0001') {
            await page.locator('#c0').selectOption('so_hieu');
            assert.equal(await page.locator('#c2').inputValue(), 'ho_ten');
            await page.locator('#c3').selectOption('ngay_sinh');
        } else { // as chosen the last time
            assert.equal(await page.locator('#c0').inputValue(), 'so_hieu');
            assert.equal(await page.locator('#c3').inputValue(), 'ngay_sinh');
        }
        await page.getByRole('button', {name: 'Kiểm tra', exact: true}).click();
        const checked = await settled(page, /Kết quả kiểm tra/);
        assert.match(checked, /Người mới\s+1/);
        if (how === 'with script') await look(page);
        await shoot(page, `import-checked-${number}`);
        if (await page.locator('input[name=seen]').count()) { // of this name and day there is one by now
            await page.getByRole('button', {name: 'Nhập danh sách'}).click();
            await page.getByText('Có lưu ý bạn chưa xác nhận').waitFor();
            await page.locator('input[name=seen]').check();
        } else {
            assert.equal(number, 'NH0001');
        }
        await page.getByRole('button', {name: 'Nhập danh sách'}).click();
        await settled(page, /Đã nhập xong/);
        if (how === 'with script') await look(page);
        await page.goto(`/people?find=${number}`);
        await page.getByRole('link', {name: 'Nguyễn Văn Đức'}).first().waitFor();
        assert.deepEqual(faults, []);
        await context.close();
    });

test('errors are told by row, taken along, and nothing is written', async () => {
    const {page, context, faults} = await openPage(browser, khoa.address);
    await signIn(page, 'nhansu', '/people/import');
    await bring(page, 'sai.csv', 'so_hieu;ho_ten;ngay_sinh;ma_don_vi\nNH0003;Lê Thị Mận;31/02/1990;H99.20.02\nNH0004;Lê Văn Đào;01/02/1990;H99.99\n');
    await page.getByRole('button', {name: 'Kiểm tra', exact: true}).click();
    const text = await settled(page, /Chưa nhập được/);
    assert.match(text, /ngay_sinh/);
    assert.match(text, /H99\.99/);
    assert.equal(await page.getByRole('button', {name: 'Nhập danh sách'}).count(), 0);
    await look(page);
    await shoot(page, 'import-errors');
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', {name: /Tải các lỗi/}).click()]);
    const csv = readFileSync(await saved.path(), 'utf8');
    assert.match(csv, /^\ufeff/);
    assert.match(csv, /\n2;"Lỗi";/);
    await page.goto('/people?find=NH0003');
    assert.doesNotMatch(await page.locator('main').innerText(), /Mận/);
    assert.deepEqual(faults, []);
    await context.close();
});

test('a workbook: the template, filled in by another program', async () => {
    const {page, context, faults} = await openPage(browser, khoa.address);
    await signIn(page, 'nhansu', '/people/import');
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', {name: 'XLSX', exact: true}).click()]);
    const mine = join(folder, 'mine.xlsx'), template = join(folder, 'template.xlsx');
    await saved.saveAs(template);
    execFileSync('/usr/bin/python3', ['-c', `
import openpyxl, datetime, sys
book = openpyxl.load_workbook(sys.argv[1]); sheet = book.active
names = [c.value for c in sheet[1]]
row = dict(so_hieu='NH0009', ho_ten='Trần Thị Xoài', ngay_sinh=datetime.date(1991, 2, 28), gioi_tinh='Nữ', loai='Viên chức',
           cccd=1191000009, ma_don_vi='H99.20.02', chuc_vu='Chuyên viên')
for i, name in enumerate(names, 1):
    sheet.cell(2, i).value = row.get(name)
sheet.cell(2, names.index('cccd') + 1).number_format = '000000000000'
book.save(sys.argv[2])`, template, mine]);
    await bring(page, 'mau.xlsx', readFileSync(mine));
    assert.match(await page.locator('main').innerText(), /001191000009/);
    assert.match(await page.locator('main').innerText(), /28\/02\/1991/);
    await page.getByRole('button', {name: 'Kiểm tra', exact: true}).click();
    await settled(page, /Kết quả kiểm tra/);
    await page.getByRole('button', {name: 'Nhập danh sách'}).click();
    await settled(page, /Đã nhập xong/);
    const list = page.url();
    await page.goto('/people?find=NH0009');
    await page.getByRole('link', {name: 'Trần Thị Xoài'}).click();
    assert.match(await page.locator('main').innerText(), /28\/02\/1991/);

    // Taken back: not without a reason, and then nobody is left of it.
    await page.goto(list);
    await page.getByRole('button', {name: 'Hoàn tác'}).click();
    await page.getByText('Viết lý do.').waitFor();
    await look(page);
    await page.getByLabel('Lý do').fill('Nhầm tệp');
    await page.getByRole('button', {name: 'Hoàn tác'}).click();
    await page.getByText('Lần nhập này đã được hoàn tác.').waitFor();
    await look(page);
    await page.goto('/people?find=NH0009');
    assert.equal(await page.getByRole('link', {name: 'Trần Thị Xoài'}).count(), 0);
    assert.deepEqual(faults, []);
    await context.close();
});

test('what was taken in by command is listed, with what stands in the way of taking it back', async () => {
    for (const [width, language] of [[1280, 'vi'], [360, 'en']]) {
        const {page, context, faults} = await openPage(browser, khoa.address, {viewport: {width, height: 800}});
        await signIn(page, 'nhansu', '/people/import');
        if (language === 'en') await page.getByRole('button', {name: 'EN'}).click();
        await look(page);
        await shoot(page, `import-runs-${width}`);
        await page.getByRole('link', {name: 'demo.csv'}).last().click();
        await page.waitForURL(/\/people\/import\/runs\/\d+$/);
        assert.match(await page.locator('main').innerText(), language === 'en' ? /cannot be taken back/ : /Không hoàn tác được nữa/);
        await look(page);
        await shoot(page, `import-run-${width}`);
        assert.deepEqual(faults, []);
        await context.close();
    }
});

test('who manages one ward only has no such page', async () => {
    const {page, context} = await openPage(browser, khoa.address);
    await signIn(page, 'nhansu.cauda', '/people');
    assert.equal(await page.getByRole('link', {name: 'Nhập danh sách'}).count(), 0);
    assert.equal((await page.goto('/people/import')).status(), 403);
    await context.close();
});
