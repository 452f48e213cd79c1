// Build what the browser loads. Called by tools/assets.
//
// Out come NAME.HASH.EXT, the same with .gz where that is smaller, and the
// file `list`: a line each of name, hashed name and media type, with tabs.
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {extname, join} from 'node:path';
import {gzipSync} from 'node:zlib';
import * as esbuild from 'esbuild';
import * as sass from 'sass';
import subsetFont from 'subset-font';

const [root, out] = process.argv.slice(2);
const types = {
    '.css': 'text/css; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.svg': 'image/svg+xml',
    '.txt': 'text/plain; charset=utf-8',
    '.woff2': 'font/woff2',
};
const list = [];

function put(name, content) {
    const bytes = Buffer.from(content);
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    const ext = extname(name);
    const hashed = `${name.slice(0, -ext.length)}.${hash}${ext}`;
    if (!types[ext]) throw new Error(`${name}: no media type for ${ext}`);
    writeFileSync(join(out, hashed), bytes);
    const small = gzipSync(bytes, {level: 9});
    if (small.length < bytes.length * 0.95)
        writeFileSync(join(out, `${hashed}.gz`), small);
    list.push(`${name}\t${hashed}\t${types[ext]}\n`);
    return hashed;
}

const from = (...path) => join(root, ...path);
const names = (folder, ext) => existsSync(from(folder))
    ? readdirSync(from(folder)).filter((n) => n.endsWith(ext)).sort() : [];

rmSync(out, {recursive: true, force: true});
mkdirSync(out, {recursive: true});

put('mark.svg', readFileSync(from('web/mark.svg')));

// A font is cut down to the letters of letters.txt, without hinting (screens of
// today smooth) and without what the style sheet does not ask for: a fifth of
// the whole. Marks and ccmp stay: they set tone marks that stand apart.
const letters = readFileSync(from('web/fonts/letters.txt'), 'utf8').split('\n')
    .filter((line) => /^[0-9A-F]{4} /.test(line))
    .map((line) => line.split(' ', 2).map((code) => parseInt(code, 16)))
    .flatMap(([first, last]) => Array.from({length: last - first + 1}, (_, i) => first + i))
    .map((code) => String.fromCodePoint(code)).join('');
const fontFolder = 'node_modules/@expo-google-fonts/be-vietnam-pro';
const fonts = [];
for (const line of readFileSync(from('web/fonts/fonts.txt'), 'utf8').trim().split('\n')) {
    const [name, whole] = line.split(' ');
    const font = await subsetFont(readFileSync(from(fontFolder, whole)), letters, {
        targetFormat: 'woff2', noHinting: true,
        keepFeatures: ['ccmp', 'kern', 'locl', 'mark', 'mkmk'],
    });
    fonts.push([name, put(name, font)]);
}
put('be-vietnam-pro-license.txt', readFileSync(from(fontFolder, 'LICENSE_FONT')));

for (const file of names('web/styles', '.scss')) {
    if (file.startsWith('_')) continue;
    let {css} = sass.compile(from('web/styles', file), {
        loadPaths: [from('node_modules')], style: 'compressed', quietDeps: true,
    });
    for (const [name, hashed] of fonts) css = css.replaceAll(name, hashed);
    put(file.replace(/\.scss$/, '.css'), css);
}

for (const file of names('web/scripts', '.js')) {
    const built = esbuild.buildSync({
        entryPoints: [from('web/scripts', file)], bundle: true, minify: true,
        format: 'esm', target: 'es2020', charset: 'utf8', write: false,
        legalComments: 'none', logLevel: 'warning',
    });
    put(file, built.outputFiles[0].contents);
}

writeFileSync(join(out, 'list'), list.join(''));
