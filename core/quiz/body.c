#include "quiz/body.h"

#include <string.h>

#include "base/decimal.h"

enum { LONGEST_TEXT = 20000, MOST_ITEMS = 500, DEEPEST = 4 };

enum kind {
    OF_TEXT,
    OF_MARKDOWN,
    OF_PATTERN,
    OF_MEDIA,
    OF_ENUM,
    OF_INTEGER,
    OF_DECIMAL,
    OF_BOOLEAN,
    OF_LIST,
    OF_RECORD,
    OF_NOTHING, /* no such type */
};

static enum kind kind_of(const struct tree *field)
{
    static const char *const names[] = {
        "text",    "markdown", "pattern", "media", "enum",
        "integer", "decimal",  "boolean", "list",  "record"};
    const char *type = tree_text(field, "type");

    for (size_t i = 0; type && i < sizeof names / sizeof *names; i++)
        if (!strcmp(type, names[i]))
            return (enum kind)i;
    return OF_NOTHING;
}

/* ---- the fields themselves --------------------------------------------------
 */

static bool field_check(struct arena *arena, const struct tree *field,
                        const char *name, int depth, const char **why)
{
    enum kind kind = kind_of(field);
    const struct tree *values = tree_get(field, "values");

    if (kind == OF_NOTHING || depth > DEEPEST) {
        *why =
            arena_print(arena, "fields: '%s' has no type that is known", name);
        return false;
    }
    if (kind == OF_ENUM && (!values || values->kind != TREE_LIST)) {
        *why = arena_print(arena, "fields: the enum '%s' has no values", name);
        return false;
    }
    if (kind == OF_LIST)
        return field_check(arena, tree_get(field, "of"),
                           arena_print(arena, "%s.of", name), depth + 1, why);
    const struct tree *inner = tree_get(field, "fields");
    if (kind == OF_RECORD && (!inner || inner->kind != TREE_MAP)) {
        *why =
            arena_print(arena, "fields: the record '%s' has no fields", name);
        return false;
    }
    for (size_t i = 0; kind == OF_RECORD && i < inner->count; i++)
        if (!field_check(arena, &inner->items[i],
                         arena_print(arena, "%s.%s", name, inner->names[i]),
                         depth + 1, why))
            return false;
    return true;
}

bool fields_check(struct arena *arena, const struct tree *fields,
                  const char **why)
{
    if (!fields || fields->kind != TREE_MAP) {
        *why = "fields: a table of fields was expected";
        return false;
    }
    for (size_t i = 0; i < fields->count; i++)
        if (!field_check(arena, &fields->items[i], fields->names[i], 0, why))
            return false;
    return true;
}

/* ---- checking a body --------------------------------------------------------
 */

struct check {
    struct arena *arena;
    struct tree_maker problems;
};

static void problem(struct check *check, const char *place, const char *vi,
                    const char *en)
{
    struct tree_maker said = tree_map(check->arena);

    tree_put(&said, "field", tree_of_text(place));
    tree_put(&said, "vi", tree_of_text(vi));
    tree_put(&said, "en", tree_of_text(en));
    tree_add(&check->problems, tree_done(&said));
}

static const char *trimmed(struct arena *arena, const char *text)
{
    text += strspn(text, " \t\r\n");
    size_t length = strlen(text);
    while (length && strchr(" \t\r\n", text[length - 1]))
        length--;
    return arena_text(arena, text, length);
}

/* An element that stands once is no list, one that stands often is. */
static const struct tree *alone(const struct tree *value)
{
    return value && value->kind == TREE_LIST && value->count == 1
               ? &value->items[0]
               : value;
}

static bool check_value(struct check *check, const struct tree *field,
                        const struct tree *value, const char *place,
                        struct tree *out);

static bool check_text(struct check *check, const struct tree *value,
                       const char *place, struct tree *out)
{
    if (value->kind != TREE_TEXT) {
        problem(check, place, "Cần một đoạn văn bản, và chỉ một.",
                "One text is needed, and only one.");
        return false;
    }
    const char *text = trimmed(check->arena, value->text);
    if (strlen(text) > LONGEST_TEXT) {
        problem(check, place, "Văn bản quá dài (nhiều nhất 20.000 byte).",
                "The text is too long (20,000 bytes at most).");
        return false;
    }
    *out = tree_of_text(text);
    return true;
}

static bool check_translated(struct check *check, const struct tree *value,
                             const char *place, struct tree *out)
{
    struct tree_maker both = tree_map(check->arena);

    if (value->kind == TREE_TEXT) {
        struct tree text;
        if (!check_text(check, value, place, &text))
            return false;
        tree_put(&both, "vi", text);
        *out = tree_done(&both);
        return true;
    }
    for (size_t i = 0; value->kind == TREE_MAP && i < value->count; i++) {
        struct tree text;
        const char *language = value->names[i];
        if (strcmp(language, "vi") != 0 && strcmp(language, "en") != 0) {
            problem(check, arena_print(check->arena, "%s.%s", place, language),
                    "Chỉ có hai ngôn ngữ: vi và en.",
                    "There are two languages: vi and en.");
            return false;
        }
        if (!check_text(check, &value->items[i], place, &text))
            return false;
        if (*text.text)
            tree_put(&both, language, text);
    }
    if (!both.count && value->kind != TREE_MAP)
        return check_text(check, value, place, out); /* says what is wrong */
    *out = tree_done(&both);
    return true;
}

static bool check_bounds(struct check *check, const struct tree *field,
                         const struct decimal *value, const char *place)
{
    static const char *const names[] = {"min", "max"};

    for (int i = 0; i < 2; i++) {
        const struct tree *bound = tree_get(field, names[i]);
        struct decimal limit;
        if (!bound)
            continue;
        if (bound->kind == TREE_INTEGER)
            limit = decimal_of(bound->integer);
        else if (bound->kind != TREE_TEXT || !decimal_read(bound->text, &limit))
            continue;
        if (decimal_compare(value, &limit) * (i ? 1 : -1) <= 0)
            continue;
        char text[DECIMAL_TEXT];
        decimal_write(&limit, -1, '.', text);
        problem(check, place,
                arena_print(check->arena, "Giá trị phải %s %s.",
                            i ? "không quá" : "từ", text),
                arena_print(check->arena, "The value must be at %s %s.",
                            i ? "most" : "least", text));
        return false;
    }
    return true;
}

static bool check_number(struct check *check, const struct tree *field,
                         const struct tree *value, const char *place,
                         bool whole, struct tree *out)
{
    struct decimal number;
    long long integer;
    char text[DECIMAL_TEXT];

    if (value->kind == TREE_INTEGER)
        number = decimal_of(value->integer);
    else if (value->kind != TREE_TEXT ||
             !decimal_read(trimmed(check->arena, value->text), &number) ||
             (whole && !decimal_integer(&number, &integer))) {
        problem(check, place,
                whole ? "Cần một số nguyên, ví dụ 12."
                      : "Cần một số viết bằng dấu chấm, ví dụ 12.5.",
                whole ? "A whole number is needed, such as 12."
                      : "A number with a point is needed, such as 12.5.");
        return false;
    }
    if (!check_bounds(check, field, &number, place))
        return false;
    decimal_write(&number, -1, '.', text);
    if (whole && decimal_integer(&number, &integer))
        *out = tree_of_integer(integer);
    else
        *out = tree_of_text(arena_text(check->arena, text, strlen(text)));
    return true;
}

static bool check_boolean(struct check *check, const struct tree *value,
                          const char *place, struct tree *out)
{
    const char *text =
        value->kind == TREE_TEXT ? trimmed(check->arena, value->text) : "";

    if (value->kind == TREE_TRUTH) {
        *out = *value;
    } else if (!strcmp(text, "true") || !strcmp(text, "false")) {
        *out = tree_of_truth(*text == 't');
    } else {
        problem(check, place, "Cần true hoặc false.",
                "true or false is needed.");
        return false;
    }
    return true;
}

static const char *joined(struct arena *arena, const struct tree *values)
{
    const char *all = "";

    for (size_t i = 0; i < values->count; i++)
        if (values->items[i].kind == TREE_TEXT)
            all = arena_print(arena, "%s%s%s", all, *all ? ", " : "",
                              values->items[i].text);
    return all;
}

static bool check_enum(struct check *check, const struct tree *field,
                       const struct tree *value, const char *place,
                       struct tree *out)
{
    const struct tree *values = tree_get(field, "values");
    struct tree text;

    if (!check_text(check, value, place, &text))
        return false;
    for (size_t i = 0; i < values->count; i++)
        if (values->items[i].kind == TREE_TEXT &&
            !strcmp(values->items[i].text, text.text)) {
            *out = text;
            return true;
        }
    const char *all = joined(check->arena, values);
    problem(check, place,
            arena_print(check->arena, "Chỉ được là một trong: %s.", all),
            arena_print(check->arena, "It must be one of: %s.", all));
    return false;
}

static bool check_media(struct check *check, const struct tree *value,
                        const char *place, struct tree *out)
{
    if (!check_text(check, value, place, out))
        return false;
    const char *name = out->text;
    bool bad = !*name || *name == '/' || strpbrk(name, "\\:?#%\"<> ");
    for (const char *part = name; !bad && part; part = strchr(part, '/')) {
        part += *part == '/';
        bad = *part == '.' || *part == '/' || !*part;
    }
    if (bad)
        problem(check, place, "Đây không phải là tên một tệp kèm theo.",
                "This is not the name of an enclosed file.");
    return !bad;
}

static bool check_list(struct check *check, const struct tree *field,
                       const struct tree *value, const char *place,
                       struct tree *out)
{
    const struct tree *of = tree_get(field, "of");
    struct tree_maker list = tree_list(check->arena);
    bool many = value->kind == TREE_LIST, good = true;
    size_t count = many ? value->count : 1;

    if (count > MOST_ITEMS) {
        problem(check, place, "Quá nhiều (nhiều nhất 500).",
                "Too many (500 at most).");
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct tree item;
        good = check_value(check, of, many ? &value->items[i] : value,
                           arena_print(check->arena, "%s[%zu]", place, i + 1),
                           &item) &&
               good;
        tree_add(&list, item);
    }
    *out = tree_done(&list);
    return good;
}

static bool is_blank(const struct tree *value)
{
    value = alone(value);
    if (!value || value->kind == TREE_NOTHING)
        return true;
    if (value->kind == TREE_TEXT)
        return !value->text[strspn(value->text, " \t\r\n")];
    if (value->kind == TREE_LIST)
        return !value->count;
    for (size_t i = 0; value->kind == TREE_MAP && i < value->count; i++)
        if (!is_blank(&value->items[i]))
            return false;
    return value->kind == TREE_MAP;
}

/* A field that was left out: its default, an empty list, false, or nothing. */
static bool fill_in(struct check *check, const struct tree *field,
                    const char *name, const char *place,
                    struct tree_maker *body)
{
    const struct tree *otherwise = tree_get(field, "default");
    enum kind kind = kind_of(field);
    struct tree value;

    if (tree_truth(field, "required")) {
        problem(check, place, "Trường này bắt buộc phải có.",
                "This field is required.");
        return false;
    }
    if (otherwise) {
        if (!check_value(check, field, otherwise, place, &value))
            return false;
        tree_put(body, name, value);
    } else if (kind == OF_LIST) {
        tree_put(body, name, (struct tree){.kind = TREE_LIST});
    } else if (kind == OF_BOOLEAN) {
        tree_put(body, name, tree_of_truth(false));
    }
    return true;
}

static bool check_fields(struct check *check, const struct tree *fields,
                         const struct tree *value, const char *place,
                         struct tree *out)
{
    struct tree_maker body = tree_map(check->arena);
    bool good = true;

    for (size_t i = 0; i < fields->count; i++) {
        const char *name = fields->names[i];
        const struct tree *field = &fields->items[i];
        const struct tree *given = tree_get(value, name);
        const char *here =
            *place ? arena_print(check->arena, "%s.%s", place, name) : name;
        struct tree checked;
        if (is_blank(given)) {
            good = fill_in(check, field, name, here, &body) && good;
        } else if (check_value(check, field, given, here, &checked)) {
            tree_put(&body, name, checked);
        } else {
            good = false;
        }
    }
    for (size_t i = 0; i < value->count; i++)
        if (!tree_get(fields, value->names[i])) {
            problem(check,
                    *place ? arena_print(check->arena, "%s.%s", place,
                                         value->names[i])
                           : value->names[i],
                    "Loại câu hỏi này không có trường này.",
                    "This type of question has no such field.");
            good = false;
        }
    *out = tree_done(&body);
    return good;
}

static bool check_record(struct check *check, const struct tree *field,
                         const struct tree *value, const char *place,
                         struct tree *out)
{
    if (value->kind == TREE_MAP)
        return check_fields(check, tree_get(field, "fields"), value, place,
                            out);
    problem(check, place, "Cần các phần tử con.",
            "Elements are needed inside.");
    return false;
}

static bool check_value(struct check *check, const struct tree *field,
                        const struct tree *value, const char *place,
                        struct tree *out)
{
    enum kind kind = kind_of(field);

    *out = (struct tree){.kind = TREE_NOTHING};
    if (kind != OF_LIST)
        value = alone(value);
    switch (kind) {
    case OF_TEXT:
    case OF_MARKDOWN:
    case OF_PATTERN:
        return tree_truth(field, "translate")
                   ? check_translated(check, value, place, out)
                   : check_text(check, value, place, out);
    case OF_MEDIA: return check_media(check, value, place, out);
    case OF_ENUM: return check_enum(check, field, value, place, out);
    case OF_INTEGER: return check_number(check, field, value, place, true, out);
    case OF_DECIMAL:
        return check_number(check, field, value, place, false, out);
    case OF_BOOLEAN: return check_boolean(check, value, place, out);
    case OF_LIST: return check_list(check, field, value, place, out);
    case OF_RECORD: return check_record(check, field, value, place, out);
    case OF_NOTHING: break;
    }
    return false;
}

enum status body_check(struct arena *arena, const struct tree *fields,
                       const struct tree *loose, struct tree *body,
                       struct tree *problems)
{
    static const struct tree empty = {.kind = TREE_MAP};
    struct check check = {arena, tree_list(arena)};

    if (!loose || loose->kind == TREE_NOTHING)
        loose = &empty;
    bool good = loose->kind == TREE_MAP &&
                check_fields(&check, fields, loose, "", body);
    if (loose->kind != TREE_MAP)
        problem(&check, "", "Nội dung câu hỏi phải gồm các trường.",
                "The body of an item is made of fields.");
    *problems = tree_done(&check.problems);
    return good && !check.problems.count ? OK : INVALID;
}

/* ---- views ------------------------------------------------------------------
 */

struct tree body_decimal(struct arena *arena, const char *text)
{
    struct tree_maker map = tree_map(arena);

    tree_put(&map, "$", tree_of_text(text));
    return tree_done(&map);
}

struct tree body_plain(struct arena *arena, const struct tree *made)
{
    bool list = made->kind == TREE_LIST;
    struct tree_maker out = list ? tree_list(arena) : tree_map(arena);

    if (made->kind != TREE_MAP && !list)
        return *made;
    if (!list && tree_text(made, "$"))
        return tree_of_text(tree_text(made, "$"));
    for (size_t i = 0; i < made->count; i++) {
        struct tree one = body_plain(arena, &made->items[i]);
        if (list)
            tree_add(&out, one);
        else
            tree_put(&out, made->names[i], one);
    }
    return tree_done(&out);
}

static bool is_hidden(const struct tree *field, enum body_view view)
{
    return (view == BODY_SHOWN && tree_truth(field, "secret")) ||
           (view == BODY_GRADED && tree_truth(field, "translate"));
}

static struct tree view_value(struct arena *arena, const struct tree *field,
                              const struct tree *value, enum body_view view)
{
    struct tree_maker list = tree_list(arena);

    switch (kind_of(field)) {
    case OF_DECIMAL: return body_decimal(arena, value->text);
    case OF_RECORD:
        return body_view(arena, tree_get(field, "fields"), value, view);
    case OF_LIST:
        for (size_t i = 0; i < value->count; i++)
            tree_add(&list, view_value(arena, tree_get(field, "of"),
                                       &value->items[i], view));
        return tree_done(&list);
    default: return *value;
    }
}

struct tree body_view(struct arena *arena, const struct tree *fields,
                      const struct tree *body, enum body_view view)
{
    struct tree_maker seen = tree_map(arena);

    for (size_t i = 0; i < body->count; i++) {
        const struct tree *field = tree_get(fields, body->names[i]);
        if (field && !is_hidden(field, view) &&
            !(kind_of(field) == OF_LIST &&
              is_hidden(tree_get(field, "of"), view)))
            tree_put(&seen, body->names[i],
                     view_value(arena, field, &body->items[i], view));
    }
    return tree_done(&seen);
}

/* ---- files ------------------------------------------------------------------
 */

static void add_file(struct tree_maker *files, const char *place,
                     const char *what, const char *text)
{
    struct tree_maker one = tree_map(files->arena);

    tree_put(&one, "field", tree_of_text(place));
    tree_put(&one, what, tree_of_text(text));
    tree_add(files, tree_done(&one));
}

static void add_files(struct tree_maker *files, const struct tree *fields,
                      const struct tree *body, const char *place);

static void files_of(struct tree_maker *files, const struct tree *field,
                     const struct tree *value, const char *place)
{
    struct arena *arena = files->arena;

    switch (kind_of(field)) {
    case OF_MEDIA: add_file(files, place, "media", value->text); break;
    case OF_MARKDOWN:
        for (size_t i = 0; value->kind == TREE_MAP && i < value->count; i++)
            add_file(files, place, "markdown", value->items[i].text);
        if (value->kind == TREE_TEXT)
            add_file(files, place, "markdown", value->text);
        break;
    case OF_RECORD:
        add_files(files, tree_get(field, "fields"), value, place);
        break;
    case OF_LIST:
        for (size_t i = 0; i < value->count; i++)
            files_of(files, tree_get(field, "of"), &value->items[i],
                     arena_print(arena, "%s[%zu]", place, i + 1));
        break;
    default: break;
    }
}

static void add_files(struct tree_maker *files, const struct tree *fields,
                      const struct tree *body, const char *place)
{
    for (size_t i = 0; i < body->count; i++) {
        const char *name = body->names[i];
        const struct tree *field = tree_get(fields, name);
        if (field)
            files_of(files, field, &body->items[i],
                     *place ? arena_print(files->arena, "%s.%s", place, name)
                            : name);
    }
}

struct tree body_files(struct arena *arena, const struct tree *fields,
                       const struct tree *body)
{
    struct tree_maker files = tree_list(arena);

    add_files(&files, fields, body, "");
    return tree_done(&files);
}

/* ---- disturbing -------------------------------------------------------------
 */

static struct tree disturb(struct arena *arena, const struct tree *field,
                           const struct tree *value, bool secret);

static struct tree disturb_record(struct arena *arena,
                                  const struct tree *fields,
                                  const struct tree *record, bool secret)
{
    struct tree_maker out = tree_map(arena);

    for (size_t i = 0; i < record->count; i++)
        tree_put(&out, record->names[i],
                 disturb(arena, tree_get(fields, record->names[i]),
                         &record->items[i], secret));
    return tree_done(&out);
}

static struct tree disturb_text(struct arena *arena, const struct tree *value)
{
    struct tree_maker both = tree_map(arena);

    if (value->kind == TREE_TEXT)
        return tree_of_text(arena_print(arena, "%s*", value->text));
    for (size_t i = 0; i < value->count; i++)
        tree_put(&both, value->names[i], disturb_text(arena, &value->items[i]));
    return tree_done(&both);
}

static struct tree disturb_list(struct arena *arena, const struct tree *field,
                                const struct tree *value, bool secret)
{
    const struct tree *of = tree_get(field, "of");
    struct tree_maker list = tree_list(arena);

    /* a secret list also loses one, so that its length shows nowhere */
    for (size_t i = secret && value->count > 1; i < value->count; i++)
        tree_add(&list, disturb(arena, of, &value->items[i], secret));
    return tree_done(&list);
}

static struct tree disturb(struct arena *arena, const struct tree *field,
                           const struct tree *value, bool secret)
{
    secret = secret || tree_truth(field, "secret");
    switch (kind_of(field)) {
    case OF_LIST: return disturb_list(arena, field, value, secret);
    case OF_RECORD:
        return disturb_record(arena, tree_get(field, "fields"), value, secret);
    default: break;
    }
    if (!secret)
        return *value;
    switch (kind_of(field)) {
    case OF_BOOLEAN: return tree_of_truth(!value->truth);
    case OF_INTEGER: return tree_of_integer(value->integer + 1);
    case OF_DECIMAL: return tree_of_text(strcmp(value->text, "7") ? "7" : "8");
    default: return disturb_text(arena, value);
    }
}

struct tree body_disturbed(struct arena *arena, const struct tree *fields,
                           const struct tree *body)
{
    return disturb_record(arena, fields, body, false);
}
