#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/random.h"
#include "domain/courses.h"
#include "domain/packages.h"
#include "domain/shelf.h"
#include "domain/sittings.h"
#include "domain/trials.h"
#include "domain/units.h"
#include "pages/nodes.h"
#include "pages/router.h"
#include "reading/reading.h"
#include "store/audit.h"
#include "store/people.h"
#include "tests/store/world.h"
#include "json/json.h"

/*
 * The sample course, whose bank a school supplied, with the question types that
 * are shipped; beside it a firm with a bank of its own, whose question type is
 * in trouble. People from both, and a reviewer.
 */
static const int64_t NOW = 1795401667000; /* 23/11/2026 */
enum { school_person = 101, firm_person, reviewer, author };
static struct house house = {.body_name = "Thành phố Sông Hồng"};
static int64_t city, school, firm, sick_package, waiting_package;
static char data[] = "/tmp/khoa-items-XXXXXX";

#include "tests/pages/golden.h"

/* Fails in every way that a page has to show. */
static const char sick_plugin[] =
    "return { api = 1, kind = 'question', id = 'firm.sick', version = "
    "'0.1.0',\n"
    "title = { vi = 'Dạng <hỏng>', en = 'Sick' },\n"
    "fields = { prompt = { type = 'markdown', required = true, translate = "
    "true "
    "},\n"
    "  mode = { type = 'text' },\n"
    "  answer = { type = 'text', required = true, secret = true } },\n"
    "parts = { a = { weight = 1 } },\n"
    "inputs = function() return { a = { type = 'text', label = { vi = 'Đáp', "
    "en = 'A' } } } end,\n"
    "render = function(item, params, ui)\n"
    "  if item.mode == 'no' then error('cannot <draw>') end\n"
    "  return ui.group { ui.markdown(item.prompt, params), ui.short('a') } "
    "end,\n"
    "grade = function(item, params, truth, response)\n"
    "  log('graded ' .. response.a)\n"
    "  if response.a == 'crash' then error('no such <rule>') end\n"
    "  if response.a == 'spin' then while true do end end\n"
    "  return { a = { needs_human = true, class = 'unsure' } } end,\n"
    "model = function(item) return { a = item.answer } end }\n";

static const char sick_report[] =
    "{\"passed\":false,\"runs\":1204,\"runtime\":\"1\",\"slowest_ms\":38,"
    "\"findings\":[{\"level\":\"error\",\"where\":\"render\",\"vi\":\"Vẽ "
    "<sai>.\",\"en\":\"Drawn wrong.\"},{\"level\":\"warning\",\"where\":"
    "\"grade\",\"vi\":\"Chậm.\",\"en\":\"Slow.\"}],"
    "\"tests\":[{\"name\":\"right\",\"passed\":true},{\"name\":\"wrong\","
    "\"passed\":false,\"vi\":\"Chờ 0, được 1.\",\"en\":\"Not 1.\"}]}";

struct putting {
    struct package_row row;
    int64_t by;
};

static enum status put_package(struct db *tx, void *arg)
{
    const struct putting *p = arg;

    return package_add(tx, arena, &p->row, p->by);
}

/* Past the gate, which would refuse it. */
static int64_t take_in(struct arena *own, const char *text, const char *report,
                       const char *state, int64_t by)
{
    const struct package_file file = {"plugin.lua", text, strlen(text), NULL,
                                      true};
    struct tree_maker files = tree_map(own);
    struct package package;
    struct tree manifest;
    const char *why;

    assert_int_equal(package_make(own, &file, 1, &package, &why), OK);
    assert_int_equal(
        question_describe(house.questions, own, &package, &manifest), OK);
    tree_put(&files, file.path, tree_of_text(text));
    struct tree all = tree_done(&files);
    struct putting p = {{.id = id_new(),
                         .digest = package.hash,
                         .plugin = tree_text(&manifest, "id"),
                         .version = tree_text(&manifest, "version"),
                         .kind = tree_text(&manifest, "kind"),
                         .manifest = json_text(own, &manifest),
                         .files = json_text(own, &all),
                         .report = report,
                         .state = state,
                         .added_at = NOW},
                        by};
    assert_int_equal(db_write(db, put_package, &p), OK);
    return p.row.id;
}

static enum status open_units(struct db *tx, void *arg)
{
    struct unit_draft draft = {.name = "UBND Thành phố",
                               .kind = "agency",
                               .scheme = "dinh_danh_dien_tu",
                               .code = "H99",
                               .from = 20250701};

    TRY(unit_open(tx, arg, &draft, &city));
    draft.parent = city, draft.kind = "service_unit";
    draft.name = "Trường Đào tạo", draft.code = "H99.12";
    TRY(unit_open(tx, arg, &draft, &school));
    draft.name = "Công ty Tri Hành", draft.code = "H99.90";
    TRY(unit_open(tx, arg, &draft, &firm));
    for (int64_t id = school_person; id <= author; id++) {
        const struct person person = {.id = id,
                                      .full_name = "Nguyễn Văn Ai",
                                      .family_name = "Nguyễn",
                                      .middle_name = "Văn",
                                      .given_name = "Ai",
                                      .sort_key = "a",
                                      .fold_key = "a",
                                      .kind = "cong_chuc"};
        TRY(person_add(tx, arg, &person, 0));
    }
    return OK;
}

static enum status put_sick_item(struct db *tx, int64_t bank, const char *code,
                                 const char *body)
{
    const struct item_row row = {.id = id_new(),
                                 .bank = bank,
                                 .code = code,
                                 .version = "1",
                                 .digest = code,
                                 .package = sick_package,
                                 .topic = "t",
                                 .level = 9,
                                 .competency = "1.1",
                                 .checked_on = 20240101,
                                 .body = body,
                                 .place = "a.xml:1",
                                 .created_at = NOW};
    const struct variant_row variant = {.id = id_new(),
                                        .item = row.id,
                                        .number = 1,
                                        .params = "{}",
                                        .truth = "{}",
                                        .note = ""};

    TRY(item_add(tx, arena, &row));
    return item_variant_add(tx, arena, &variant);
}

static enum status put_sick_bank(struct db *tx, void *arg)
{
    const struct bank bank = {
        id_new(), "firm-bank", "{\"vi\":\"Của <công ty>\"}", "[]", firm, false};

    (void)arg;
    TRY(bank_put(tx, arena, &bank));
    TRY(put_sick_item(tx, bank.id, "sick-1",
                      "{\"prompt\":{\"vi\":\"Hỏi **gì**?\"},"
                      "\"answer\":\"model\"}"));
    return put_sick_item(
        tx, bank.id, "sick-2",
        "{\"prompt\":{\"vi\":\"?\"},\"mode\":\"no\",\"answer\":\"x\"}");
}

static int begin(void **state)
{
    static struct course_taken taken;

    if (world_begin(state) || !mkdtemp(data))
        return 1;
    struct arena *own = arena_new();
    struct findings findings = findings_of(own);
    house.db = db;
    house.data = data;
    house.shelf = shelf_open();
    if (questions_open(&house.questions, NULL) != OK ||
        readers_open(&house.readers, NULL) != OK ||
        db_write(db, open_units, own) != OK ||
        packages_take_in(&house, "plugins", true, 0, NOW, &findings) != OK ||
        course_import(&house, "courses/an-toan-thong-tin", 0, NOW, false,
                      &findings, &taken) != OK)
        return 1;
    sick_package =
        take_in(own, sick_plugin, sick_report, "approved", firm_person);
    if (db_write(db, put_sick_bank, NULL) != OK)
        return 1;
    waiting_package =
        take_in(own, arena_print(own, "-- again\n%s", sick_plugin),
                "{\"passed\":true}", "checked", reviewer);
    arena_free(own);
    return 0;
}

static int end(void **state)
{
    shelf_close(house.shelf);
    readers_close(house.readers);
    questions_close(house.questions);
    (void)!system(arena_print(arena, "rm -rf %s", data));
    return world_end(state);
}

/* ---- asking for pages ------------------------------------------------------
 */

static struct arena *turn; /* of one test: what plugins answered is in it */
static int code;
static enum language language;
static int64_t moment = 1795401667000; /* NOW, unless a test says so */

static int turn_begin(void **s)
{
    (void)s;
    turn = arena_new();
    language = VIETNAMESE;
    return 0;
}

static int turn_end(void **s)
{
    (void)s;
    arena_free(turn);
    return 0;
}

struct ask {
    const char *method, *address;
    struct field query[3], form[6];
};

static size_t length_of(const struct field *fields)
{
    size_t n = 0;

    while (fields[n].name)
        n++;
    return n;
}

static const char *as(int64_t person, const struct ask *ask)
{
    struct scope scope = {.role = person == reviewer ? ROLE_REVIEWER
                                  : person == author ? ROLE_AUTHOR
                                                     : ROLE_VENDOR,
                          .unit = person == school_person ? school
                                  : person == firm_person ? firm
                                                          : 0};
    const struct visitor visitor = {.person = person,
                                    .name = "Nguyễn Văn Ai",
                                    .csrf = "token",
                                    .language = language,
                                    .rights = role_rights(scope.role),
                                    .scopes = &scope,
                                    .scope_count = 1};
    static const struct field meant = {"sec-fetch-site", "same-origin"};
    struct request req = {.arena = turn,
                          .house = &house,
                          .now = moment,
                          .visitor = &visitor,
                          .method = ask->method ? ask->method : "GET",
                          .address = ask->address,
                          .headers = {&meant, 1},
                          .query = {ask->query, length_of(ask->query)},
                          .form = {ask->form, length_of(ask->form)}};
    struct response res = {.body.arena = turn};

    code = answer(&req, &res);
    return res.body.data ? res.body.data : "";
}

static const char *get(int64_t person, const char *address)
{
    const char *text = as(person, &(struct ask){.address = address});

    assert_int_equal(code, 200);
    return text;
}

static int refused(int64_t person, const char *method, const char *address)
{
    as(person, &(struct ask){.method = method,
                             .address = address,
                             .form = {{"csrf", "token"}}});
    return code;
}

static const struct item_row *item_of(const char *bank_code, const char *name)
{
    const struct item_row *rows;
    const struct bank *bank;
    size_t count;

    assert_int_equal(bank_find(db, turn, bank_code, &bank), OK);
    assert_int_equal(item_version_list(db, turn, bank->id, name, &rows, &count),
                     OK);
    assert_true(count);
    return rows;
}

static const char *address_of(const char *name, int variant)
{
    const char *bank =
        strncmp(name, "sick", 4) ? "an-toan-thong-tin" : "firm-bank";

    return arena_print(turn, "/items/%lld/%d",
                       (long long)item_of(bank, name)->id, variant);
}

static const char *try_it(int64_t person, const char *name, int variant,
                          struct field one, struct field two)
{
    const char *text =
        as(person, &(struct ask){.method = "POST",
                                 .address = address_of(name, variant),
                                 .form = {{"csrf", "token"},
                                          {"go", "try"},
                                          one.name ? one : (struct field){0},
                                          two}});

    assert_int_equal(code, 200);
    return text;
}

/* Ids and moments of taking in are of this run: not for golden pages. */
static const char *steady(const char *page)
{
    struct buf out = {.arena = turn};

    while (*page) {
        size_t n = strspn(page, "0123456789");
        if (n >= 15) {
            buf_bytes(&out, "7", 1);
            page += n;
        } else {
            buf_bytes(&out, page, n ? n : 1);
            page += n ? n : 1;
        }
    }
    return out.data;
}

#define HAS(text, part) assert_non_null(strstr(text, part))
#define LACKS(text, part) assert_null(strstr(text, part))
static const struct field none = {0};

/* ---- who sees what ---------------------------------------------------------
 */

static void a_vendor_sees_its_own_bank_and_no_other(void **s)
{
    const char *text = get(school_person, "/banks");

    (void)s;
    HAS(text, "An toàn thông tin cho cán bộ");
    HAS(text, "Nhà cung cấp: Trường Đào tạo");
    HAS(text, "40 câu đang dùng");
    LACKS(text, "công ty");
    text = get(firm_person, "/banks");
    HAS(text, "Của &lt;công ty&gt;");
    HAS(text, "2 câu kiểm tra căn cứ đã quá một năm");
    LACKS(text, "An toàn");
    text = get(reviewer, "/banks");
    HAS(text, "An toàn thông tin");
    HAS(text, "công ty");
}

static void what_is_anothers_is_not_there(void **s)
{
    const char *own = address_of("attt-001", 1);
    const char *others = address_of("sick-1", 1);

    (void)s;
    get(school_person, own);
    assert_int_equal(refused(school_person, "GET", others), 404);
    assert_int_equal(refused(school_person, "POST", others), 404);
    assert_int_equal(refused(school_person, "GET", "/banks/firm-bank"), 404);
    assert_int_equal(refused(firm_person, "GET", own), 404);
    assert_int_equal(refused(firm_person, "POST", own), 404);
    assert_int_equal(refused(firm_person, "GET", "/banks/an-toan-thong-tin"),
                     404);
    assert_int_equal(refused(reviewer, "GET", "/banks/none"), 404);
    assert_int_equal(refused(reviewer, "GET", "/items/7/1"), 404);
    assert_int_equal(refused(reviewer, "GET", "/items/x"), 404);
    assert_int_equal(refused(reviewer, "GET", address_of("attt-001", 2)), 404);
    const char *package =
        arena_print(turn, "/plugins/%lld", (long long)sick_package);
    assert_int_equal(refused(school_person, "GET", package), 404);
    assert_int_equal(refused(firm_person, "GET", package), 200);
}

/* ---- the list --------------------------------------------------------------
 */

static size_t rows_in(const char *text)
{
    size_t n = 0;

    for (const char *p = text; (p = strstr(p, "<li class=\"task\">")); p++)
        n++;
    return n;
}

static const char *listed(const char *name, const char *value)
{
    const char *text =
        as(school_person, &(struct ask){.address = "/banks/an-toan-thong-tin",
                                        .query = {{name, value}}});

    assert_int_equal(code, 200);
    return text;
}

static void items_are_found_by_topic_level_type_and_words(void **s)
{
    (void)s;
    assert_int_equal(rows_in(listed("topic", "")), 40);
    assert_int_equal(rows_in(listed("type", "khoa.numeric")), 6);
    assert_int_equal(rows_in(listed("type", "khoa.short-text")), 6);
    assert_int_equal(rows_in(listed("find", "ATTT-001")), 1);
    assert_int_equal(rows_in(listed("find", "dien thoai cua ban nhan")), 1);
    assert_int_equal(rows_in(listed("find", "your phone RECEIVES")), 1);
    assert_int_equal(rows_in(listed("find", "khong dau co cau nay")), 0);
    HAS(listed("topic", "none"), "Không có câu nào phù hợp");
    size_t levels = rows_in(listed("level", "1")) +
                    rows_in(listed("level", "2")) +
                    rows_in(listed("level", "3"));
    assert_int_equal(levels, 40);
    assert_true(rows_in(listed("level", "3")) > 0);
    as(school_person,
       &(struct ask){
           .address = "/banks/an-toan-thong-tin",
           .query = {
               {"after",
                arena_print(turn, "%lld",
                            (long long)item_of("firm-bank", "sick-1")->id)}}});
    assert_int_equal(code, 404);
}

/* ---- the question ----------------------------------------------------------
 */

/* Exactly what the exam room would draw, byte for byte. */
static void an_item_is_drawn_as_a_candidate_sees_it(void **s)
{
    static const char *const names[] = {"attt-001", "attt-003", "attt-004",
                                        "attt-005", "attt-012"};
    const struct visitor visitor = {.csrf = "token", .person = author};
    const struct reader reader = {
        .arena = turn, .visitor = &visitor, .language = VIETNAMESE};
    const struct nodes how = {.reader = &reader};

    (void)s;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct item_row *row = item_of("an-toan-thong-tin", names[i]);
        struct trial trial;
        struct tree nodes;
        struct buf out = {.arena = turn};
        assert_int_equal(trial_read(&house, turn, row->id, &trial), OK);
        for (size_t v = 0; v < trial.variant_count; v++) {
            out = (struct buf){.arena = turn};
            assert_int_equal(question_render(house.questions, turn, &trial.item,
                                             &trial.variants[v].params, "vi",
                                             NULL, &nodes),
                             OK);
            nodes_draw(&out, &how, &nodes);
            HAS(get(author, address_of(names[i], (int)v + 1)), out.data);
        }
    }
}

static void the_key_stays_away_until_it_is_asked_for(void **s)
{
    const struct item_row *row = item_of("an-toan-thong-tin", "attt-001");
    struct deed deed = {.actor = school_person,
                        .action = "item.key",
                        .object = "item",
                        .object_id = row->id};
    const char *address = address_of("attt-001", 1);
    const char *text = get(school_person, address);

    (void)s;
    LACKS(text, "option[1].right");
    LACKS(text, "Ứng dụng chỉ cài từ kho chính thức");
    assert_int_equal(audit_find(db, turn, &deed), MISSING);
    text = as(school_person,
              &(struct ask){.method = "POST",
                            .address = address,
                            .form = {{"csrf", "token"}, {"go", "key"}}});
    assert_int_equal(code, 200);
    HAS(text, "option[1].right");
    HAS(text, "Ứng dụng chỉ cài từ kho chính thức");
    HAS(text, "Trả lời mẫu");
    LACKS(text, "Kết quả chấm thử");
    assert_int_equal(audit_find(db, turn, &deed), OK);
}

static int64_t deeds(void)
{
    struct rows rows;

    assert_int_equal(db_run(db, turn, SQL_AUDIT_COUNT, NO_ARGS, &rows), OK);
    return cell(&rows, 0, 0)->integer;
}

static void who_saw_the_key_is_recorded_once_a_day(void **s)
{
    const struct field right = {"a.answer", "62,5"};

    (void)s;
    get(author, address_of("attt-005", 1));
    int64_t before = deeds();
    get(author, address_of("attt-005", 1));
    assert_int_equal(deeds(), before);
    for (int i = 0; i < 3; i++)
        try_it(author, "attt-005", 1, right, none);
    assert_int_equal(deeds(), before + 1);
    try_it(school_person, "attt-005", 1, right, none);
    assert_int_equal(deeds(), before + 2);
    assert_int_equal(key_opened(&house, turn,
                                item_of("an-toan-thong-tin", "attt-005")->id,
                                author, NOW + 86400000),
                     OK);
    assert_int_equal(deeds(), before + 3);
}

/* ---- answers ---------------------------------------------------------------
 */

static void every_type_explains_its_grading(void **s)
{
    static const struct {
        const char *item;
        struct field typed[2];
        const char *score, *says;
    } table[] = {
        {"attt-001", {{"a.answer", "a"}}, "1 trên 1", "Trọn điểm"},
        {"attt-001", {{"a.answer", "b"}}, "0 trên 1", "Điện thoại cũ vẫn có"},
        {"attt-001", {{"a.answer", "zzz"}}, "0 trên 1", "invalid"},
        {"attt-001", {{0}}, "0 trên 1", "Bỏ trống"},
        {"attt-006",
         {{"a.answer", "b"}, {"a.answer", "d"}},
         "1 trên 1",
         "Trọn điểm"},
        {"attt-006", {{"a.answer", "b"}}, "trên 1", "Một phần"},
        {"attt-006", {{"a.answer", "q"}}, "0 trên 1", "invalid"},
        {"attt-005", {{"a.answer", "62,5"}}, "1 trên 1", "right"},
        {"attt-005", {{"a.answer", "37,5"}}, "0 trên 1", "not-reported"},
        {"attt-005", {{"a.answer", "1.234"}}, "0 trên 1", "Không đọc được"},
        {"attt-005", {{"a.answer", "sáu mươi"}}, "0 trên 1", "invalid"},
        {"attt-022", {{"a.answer", "a VÀ c"}}, "1 trên 1", "Trọn điểm"},
        {"attt-022", {{"a.answer", "C"}}, "0,5 trên 1", "Chỉ có giờ"},
        {"attt-022", {{"a.answer", "B"}}, "0 trên 1", "Không có điểm"},
    };

    (void)s;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const char *text = try_it(author, table[i].item, 1, table[i].typed[0],
                                  table[i].typed[1]);
        const char *panel = strstr(text, "id=\"cham-thu\"");
        assert_non_null(panel);
        if (!strstr(panel, table[i].score) || !strstr(panel, table[i].says))
            fail_msg("%s \"%s\": %.3000s", table[i].item,
                     table[i].typed[0].value, panel);
    }
}

static void an_answer_stays_in_the_form_and_nowhere_else(void **s)
{
    const char *text = try_it(author, "attt-003", 1,
                              (struct field){"a.answer", "<tệp> apk"}, none);
    const char *form = strstr(text, "<form class=\"card stack\"");

    (void)s;
    HAS(form, "value=\"&lt;tệp&gt; apk\"");
    text = get(author, address_of("attt-003", 1));
    LACKS(text, "&lt;tệp&gt;");
}

static void a_shuffle_has_a_number_that_gives_it_again(void **s)
{
    struct ask ask = {.address = address_of("attt-001", 1),
                      .query = {{"shuffle", "1"}}};
    const char *authored = get(author, ask.address);
    const char *first = as(author, &ask), *again = as(author, &ask);
    bool moved = false;

    (void)s;
    assert_string_equal(first, again);
    HAS(first, "Xáo lần nữa (đang là lần 1)");
    for (int n = 1; n < 6 && !moved; n++) {
        ask.query[0].value = arena_print(turn, "%d", n);
        moved = strcmp(strstr(as(author, &ask), "<fieldset"),
                       strstr(authored, "<fieldset")) != 0;
    }
    assert_true(moved);
}

static void an_item_is_read_in_either_language(void **s)
{
    const char *text =
        as(author, &(struct ask){.address = address_of("attt-001", 1),
                                 .query = {{"language", "en"}}});

    (void)s;
    HAS(text, "<div class=\"stack\" lang=\"en\">");
    HAS(text, "Your phone receives a message");
    HAS(text, "Choose one answer.");
    HAS(text, "Thông tin câu hỏi");
    HAS(text, "language=en&amp;shuffle=0#cham-thu");
}

static void each_variant_says_how_it_differs(void **s)
{
    const char *one = get(author, address_of("attt-012", 1));
    const char *four = get(author, address_of("attt-012", 4));

    (void)s;
    HAS(one, "Biến thể 1 trong 4");
    HAS(four, "Biến thể 4 trong 4");
    HAS(one, "Khác ở: n=");
    assert_string_not_equal(strstr(one, "Khác ở"), strstr(four, "Khác ở"));
    assert_int_equal(refused(author, "GET", address_of("attt-012", 5)), 404);
}

/* ---- trouble ---------------------------------------------------------------
 */

static void trouble_is_shown_to_those_who_mend_it(void **s)
{
    const char *text = get(firm_person, address_of("sick-2", 1));

    (void)s;
    HAS(text, "Dạng câu hỏi gặp sự cố");
    HAS(text, "Trong hàm render");
    HAS(text, "cannot &lt;draw&gt;");
    HAS(text, ":9: cannot");
    LACKS(text, "value=\"try\"");
    text = get(firm_person, address_of("sick-1", 1));
    LACKS(text, "sự cố");
    text =
        try_it(firm_person, "sick-1", 1, (struct field){"a.a", "crash"}, none);
    HAS(text, "Trong hàm grade");
    HAS(text, "no such &lt;rule&gt;");
    HAS(text, "graded crash");
    HAS(text, "Sự cố, chưa có điểm");
    LACKS(strstr(text, "id=\"cham-thu\""), "trên 1");
    text =
        try_it(firm_person, "sick-1", 1, (struct field){"a.a", "spin"}, none);
    HAS(text, "Trong hàm grade");
    HAS(text, "Sự cố, chưa có điểm");
    text =
        try_it(firm_person, "sick-1", 1, (struct field){"a.a", "maybe"}, none);
    HAS(text, "Cần người chấm");
    HAS(text, "graded maybe");
    LACKS(text, "Dạng câu hỏi gặp sự cố");
}

/* ---- packages --------------------------------------------------------------
 */

static void a_package_shows_its_source_to_those_who_review_it(void **s)
{
    const char *address =
        arena_print(turn, "/plugins/%lld", (long long)sick_package);
    const char *text = get(reviewer, address);

    (void)s;
    HAS(text, "Dạng &lt;hỏng&gt;");
    HAS(text, "cannot &lt;draw&gt;");
    HAS(text, "không gửi cho thí sinh");
    HAS(text, "Vẽ &lt;sai&gt;.");
    HAS(text, "1 trên 2 đạt");
    HAS(text, "Không qua kiểm định");
    HAS(text, "Nguyễn Văn Ai");
    text = get(firm_person, address); /* it handed it in */
    HAS(text, "cannot &lt;draw&gt;");
    LACKS(strstr(text, "<main"), "Nguyễn Văn Ai");
    text = get(school_person, "/plugins");
    HAS(text, "khoa.numeric");
    LACKS(text, "firm.sick");
}

static void nobody_approves_what_they_handed_in(void **s)
{
    const char *address =
        arena_print(turn, "/plugins/%lld", (long long)waiting_package);
    const char *text = get(reviewer, address);

    (void)s;
    HAS(text, "Chờ duyệt");
    HAS(text, "một người khác phải duyệt");
    LACKS(text, "Duyệt gói này");
    assert_int_equal(
        refused(reviewer, "POST", arena_print(turn, "%s/approve", address)),
        403);
    assert_int_equal(
        refused(author, "POST", arena_print(turn, "%s/approve", address)), 403);
    assert_int_equal(
        refused(author, "POST", arena_print(turn, "%s/lift", address)), 403);
}

/* ---- who sits it sees none of it
 * -----------------------------------------------------*/

struct calling_to {
    int64_t sitting, candidate, test;
};

static enum status call_reviewer(struct db *tx, void *arg)
{
    const struct calling_to *c = arg;
    const struct sitting sitting = {.id = c->sitting,
                                    .code = "S1",
                                    .test = c->test,
                                    .title = "{\"vi\":\"Ca <một>\"}",
                                    .rules = "{}",
                                    .calling = "{}",
                                    .opens_at = NOW - 1000,
                                    .closes_at = NOW + 3600000,
                                    .created_at = NOW - 2000};
    const struct callable who = {.person = reviewer, .unit = city};

    TRY(sitting_add(tx, turn, &sitting));
    TRY(candidate_add(tx, turn, c->candidate, c->sitting, "0001", &who));
    return sitting_ready(tx, turn, c->sitting);
}

static int64_t published(void)
{
    const struct test *tests;
    size_t count;

    assert_int_equal(test_list(db, turn, &tests, &count), OK);
    for (size_t i = 0; i < count; i++)
        if (!strcmp(tests[i].code, "attt-cuoi-khoa")) {
            assert_int_equal(
                test_publication(&house, turn, tests[i].id, 0, NOW), OK);
            return tests[i].id;
        }
    fail();
    return 0;
}

/* An item the test can draw, with words that stand in its prompt. */
static const struct item_row *drawn(int64_t test, const char **prompt)
{
    const struct shelf_test *on_shelf;
    const struct item_row *row;
    struct tree body;

    assert_int_equal(shelf_test(&house, test, &on_shelf), OK);
    const struct tree *items = tree_get(&on_shelf->pins, "items");
    assert_int_equal(
        item_find(db, turn, strtoll(items->names[0], NULL, 10), &row), OK);
    assert_int_equal(json_read(turn, row->body, strlen(row->body), &body), OK);
    *prompt =
        arena_text(turn, say_in(tree_get(&body, "prompt"), VIETNAMESE), 20);
    return row;
}

static void nothing_of_it_is_seen(const struct item_row *row,
                                  const char *prompt)
{
    for (int post = 0; post < 2; post++)
        for (size_t i = post ? 1 : 0; i < 2; i++) {
            const char *page = as(
                reviewer,
                &(struct ask){.method = post ? "POST" : "GET",
                              .address = i ? arena_print(turn, "/items/%lld/1",
                                                         (long long)row->id)
                                           : arena_print(turn, "/items/%lld",
                                                         (long long)row->id),
                              .query = {{"language", "en"}, {"shuffle", "3"}},
                              .form = {{"csrf", "token"},
                                       {"a.answer", "a"},
                                       {"go", "key"}}});
            assert_int_equal(code, 403);
            assert_non_null(strstr(page, "Ca &lt;một&gt;"));
            assert_null(strstr(page, prompt));
        }
    as(reviewer,
       &(struct ask){.address = arena_print(turn, "/items/%lld/files/x",
                                            (long long)row->id)});
    assert_int_equal(code, 403);
    /* not in the list, and not by looking for its words */
    const char *page =
        as(reviewer, &(struct ask){.address = "/banks/an-toan-thong-tin",
                                   .query = {{"find", row->code}}});
    assert_non_null(strstr(page, row->code));
    assert_null(strstr(page, prompt));
    page = as(reviewer, &(struct ask){.address = "/banks/an-toan-thong-tin",
                                      .query = {{"find", prompt}}});
    assert_null(
        strstr(page, arena_print(turn, "/items/%lld\"", (long long)row->id)));
}

static void who_is_to_sit_a_test_sees_none_of_its_items(void **s)
{
    struct calling_to c = {id_new(), id_new(), published()};
    const char *prompt;
    const struct item_row *row = drawn(c.test, &prompt);
    const char *address = arena_print(turn, "/items/%lld", (long long)row->id);

    (void)s;
    get(reviewer, address);
    assert_int_equal(db_write(db, call_reviewer, &c), OK);
    int64_t seen = deeds();
    nothing_of_it_is_seen(row, prompt);
    assert_true(deeds() > seen); /* that they tried is on record */
    get(author, address);        /* who is not called sees it */
    /* nor for who is excused, and until somebody calls them again */
    assert_int_equal(candidate_mark_as(&house, turn, c.candidate, "exempt",
                                       "Thẩm định", author, NOW),
                     OK);
    get(reviewer, address);
    assert_int_equal(
        candidate_mark_as(&house, turn, c.candidate, "called", "", author, NOW),
        OK);
    nothing_of_it_is_seen(row, prompt);
    /* and when the sitting has closed */
    moment = NOW + 3600000;
    get(reviewer, address);
    moment = NOW;
}

static void the_pages_are_as_they_were(void **s)
{
    (void)s;
    same_as_golden("banks", steady(get(reviewer, "/banks")));
    same_as_golden("bank", steady(listed("find", "attt-01")));
    same_as_golden("item.choice",
                   steady(get(author, address_of("attt-001", 1))));
    same_as_golden(
        "item.key",
        steady(as(author,
                  &(struct ask){.method = "POST",
                                .address = address_of("attt-022", 1),
                                .form = {{"csrf", "token"}, {"go", "key"}}})));
    same_as_golden("item.several",
                   steady(try_it(author, "attt-006", 1,
                                 (struct field){"a.answer", "b"}, none)));
    same_as_golden("item.unreadable",
                   steady(try_it(author, "attt-012", 2,
                                 (struct field){"a.answer", "1.234"}, none)));
    same_as_golden("item.trouble",
                   steady(try_it(firm_person, "sick-1", 1,
                                 (struct field){"a.a", "crash"}, none)));
    language = ENGLISH;
    same_as_golden("item.en",
                   steady(try_it(author, "attt-005", 1,
                                 (struct field){"a.answer", "37.5"}, none)));
    same_as_golden("package",
                   steady(get(reviewer, arena_print(turn, "/plugins/%lld",
                                                    (long long)sick_package))));
    language = VIETNAMESE;
    same_as_golden("packages", steady(get(reviewer, "/plugins")));
}

#define ON(test) cmocka_unit_test_setup_teardown(test, turn_begin, turn_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON(a_vendor_sees_its_own_bank_and_no_other),
        ON(what_is_anothers_is_not_there),
        ON(items_are_found_by_topic_level_type_and_words),
        ON(an_item_is_drawn_as_a_candidate_sees_it),
        ON(the_key_stays_away_until_it_is_asked_for),
        ON(who_saw_the_key_is_recorded_once_a_day),
        ON(every_type_explains_its_grading),
        ON(an_answer_stays_in_the_form_and_nowhere_else),
        ON(a_shuffle_has_a_number_that_gives_it_again),
        ON(an_item_is_read_in_either_language),
        ON(each_variant_says_how_it_differs),
        ON(trouble_is_shown_to_those_who_mend_it),
        ON(a_package_shows_its_source_to_those_who_review_it),
        ON(nobody_approves_what_they_handed_in),
        ON(the_pages_are_as_they_were),
        ON(who_is_to_sit_a_test_sees_none_of_its_items),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
