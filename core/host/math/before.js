// What temml uses of later editions than duktape has, which is ECMAScript 5.
const lists = {
    includes(x) { return this.indexOf(x) >= 0; },
    fill(x) {
        for (let i = 0; i < this.length; i++) this[i] = x;
        return this;
    },
    findIndex(fits) {
        for (let i = 0; i < this.length; i++) if (fits(this[i])) return i;
        return -1;
    },
};
const texts = {
    includes(x) { return this.indexOf(x) >= 0; },
    startsWith(x) { return this.slice(0, x.length) === x; },
    endsWith(x) { return x === '' || this.slice(-x.length) === x; },
    codePointAt(i) {
        const high = this.charCodeAt(i), low = this.charCodeAt(i + 1);
        return high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000
            ? (high - 0xd800) * 0x400 + low - 0xdc00 + 0x10000 : high;
    },
};

function add(to, what) {
    for (const name in what)
        if (!to[name])
            Object.defineProperty(to, name, {value: what[name], enumerable: false});
}

add(Array.prototype, lists);
add(String.prototype, texts);
add(Object, {
    values(o) { return Object.keys(o).map((k) => o[k]); },
    entries(o) { return Object.keys(o).map((k) => [k, o[k]]); },
    assign(to, from) {
        for (const k in from) to[k] = from[k];
        return to;
    },
});
add(String, {
    fromCodePoint(c) {
        return c < 0x10000 ? String.fromCharCode(c)
            : String.fromCharCode(0xd800 + ((c - 0x10000) >> 10), 0xdc00 + ((c - 0x10000) & 0x3ff));
    },
});

// Of Set only what is asked of it; names are texts.
globalThis.Set = function Set(list) {
    this.list = [];
    for (let i = 0; list && i < list.length; i++) this.add(list[i]);
};
globalThis.Set.prototype.has = function(x) { return this.list.indexOf(x) >= 0; };
globalThis.Set.prototype.add = function(x) {
    if (!this.has(x)) this.list.push(x);
    return this;
};
add(Array, {from: (x) => (x.list || x).slice()});
