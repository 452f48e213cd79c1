// One formula: TeX in, the tags of its MathML out, both as JSON in ASCII, since
// duktape's texts are no UTF-8 beyond the first plane.
import './before.js';
import temml from 'temml';

// Temml writes styles and classes of its own sheet; a page may have neither
// (its policy forbids styles). What carries a meaning becomes a class of ours,
// what only moves things is dropped.
const classes = {
    'tml-left': 'left', 'tml-right': 'right', 'tml-center': 'center',
    'tml-overline': 'over', 'tml-underline': 'under', 'tml-fbox': 'box',
};
// A crossing out that is dropped would say the opposite.
const meant = ['tml-cancel', 'upstrike', 'downstrike', 'sout', 'tml-xcancel', 'tml-cancelto',
    'longdiv-top', 'phasor-bottom', 'circle-pad', 'actuarial', 'tml-tag', 'tml-tageqn'];
const sides = {borderLeft: 'bl', borderRight: 'br', borderTop: 'bt', borderBottom: 'bb'};
const plain = /^[\w.+\-% ]*$/;

function unfit(why) {
    return Object.assign(new Error(why), {unfit: why});
}

function classesOf(node) {
    const list = [];
    for (const name of node.classes || []) {
        if (meant.includes(name)) throw unfit('something in it cannot be shown here: ' + name.replace('tml-', ''));
        if (classes[name]) list.push(classes[name]);
    }
    const style = node.style || {};
    for (const side in sides) if (style[side]) list.push(sides[side]);
    if (style.border) list.push('box');
    if (style.textAlign === 'left') list.push('left');
    if (style.fontWeight === 'bold') list.push('bold');
    return list;
}

function attributesOf(node) {
    const attributes = {}, list = classesOf(node);
    for (const name in node.attributes) {
        const value = String(node.attributes[name]);
        if (name !== 'style' && name !== 'href' && name !== 'id' && plain.test(value))
            attributes[name] = value;
    }
    if (list.length) attributes.class = list.join(' ');
    return attributes;
}

// Into a flat list, since deep trees are refused on the way.
function put(out, node, depth) {
    if (depth > 40 || out.length > 8000) throw unfit('it is nested too deep, or too long');
    if (node.text !== undefined) {
        out.push({text: String(node.text)});
        return;
    }
    const fragment = !node.type && !node.attributes && !node.href && !node.src;
    if (!node.type && !fragment) throw unfit('a command in it is not allowed');
    out.push({open: node.type || 'mrow', attributes: fragment ? {} : attributesOf(node)});
    for (const child of node.children || []) put(out, child, depth + 1);
    out.push({close: true});
}

function ascii(value) {
    return JSON.stringify(value).replace(/[\u0080-\uffff]/g,
        (c) => `\\u${(`000${c.charCodeAt(0).toString(16)}`).slice(-4)}`);
}

// Its first sentence; behind it stands the formula again, underlined.
function said(error) {
    return String(error.message).replace(/ at (position|end of input)[^]*$/, '').trim();
}

// A definition may double what it stands for as often as it is expanded.
const defines = /\\(?:[gex]?def|(?:global)?(?:future)?let|(?:re)?newcommand|providecommand|global)(?![a-zA-Z])/;

globalThis.formula = (ask) => {
    const {tex, display} = JSON.parse(ask);
    try {
        if (defines.test(tex)) throw unfit('commands cannot be defined in it');
        const out = [];
        put(out, temml.__renderToMathMLTree(tex, {
            displayMode: display, throwOnError: true, strict: true, trust: false,
            maxSize: [20, 200], maxExpand: 200, macros: {},
        }), 0);
        return ascii({math: out});
    } catch (error) {
        // What is neither is a slip of temml over a formula that makes no sense.
        const ours = error.unfit || (error instanceof temml.ParseError && said(error));
        return ascii({problem: ours || 'it cannot be understood'});
    }
};
