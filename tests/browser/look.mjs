// Look at the page that is open: valid, operable by everybody, and no wider
// than a phone.
import {AxeBuilder} from '@axe-core/playwright';
import {faults} from './valid.mjs';

const PHONE = {width: 360, height: 740}, DESK = {width: 1280, height: 800};

export async function lookAt(page, html) {
    const found = [];
    for (const fault of await faults(html)) found.push(`HTML ${fault}`);
    for (const size of [PHONE, DESK]) {
        await page.setViewportSize(size);
        const wide = await page.evaluate(() => {
            const room = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= room) return null;
            const culprit = [...document.querySelectorAll('main *, header *')]
                .find((e) => e.getBoundingClientRect().right > room + 1);
            return culprit?.outerHTML.slice(0, 120) ?? 'something';
        });
        if (wide) found.push(`wider than ${size.width} px: ${wide}`);
        const squeezed = await page.evaluate(() => {
            const room = document.documentElement.clientWidth;
            const wide = document.querySelector('main > .govuk-width-container').getBoundingClientRect().width;
            return wide < Math.min(room - 60, 1100) ? `${wide} px of ${room}` : null;
        });
        if (squeezed) found.push(`squeezed: ${squeezed}`);
        const small = await page.evaluate(() =>
            [...document.querySelectorAll('button, input:not([type=hidden]), select, .govuk-button')]
                .filter((e) => {
                    const target = e.closest('label') ?? e;
                    const box = target.getBoundingClientRect();
                    return box.width > 1 && box.height > 1 && e.tabIndex >= 0 &&
                        (box.height < 44 || box.width < 44);
                }).map((e) => e.outerHTML.slice(0, 100)));
        for (const what of small) found.push(`smaller than 44 px: ${what}`);
    }
    // The page as it is: axe puts its script in past the policy.
    const report = await new AxeBuilder({page}).analyze();
    for (const v of report.violations)
        found.push(`axe ${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
    return found;
}
