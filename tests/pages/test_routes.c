/*
 * A walk over all routes, as nobody and as every role, on own and on foreign
 * objects. What is expected stands in the table `walks` below and is not taken
 * from routes.c: a route without a line there fails the test.
 *
 * To add a route: one line for each kind of object it takes (own, foreign,
 * none at all), with the answer for each who asks, in the order of WHO:
 *
 *     nobody  learner  admin  hr  ward-hr  author  reviewer  vendor
 *     organiser  inspector  marker  proctor
 *
 *     .  200         >  303, the sign-in      o  303, anywhere else
 *     x  403         !  401 (a change by somebody who is not signed in)
 *     -  404         ?  422                   =  409
 *     *  what the handler likes
 *
 * Braces hold ids: those of `places`, see find_places(). A form is sent with
 * POST, the token is added. `*` is for a change that succeeds or not as the
 * walk has left the data; it still must not be x, ! or >.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/random.h"
#include "domain/demo.h"
#include "domain/door.h"
#include "domain/notes.h"
#include "domain/packages.h"
#include "domain/requirements.h"
#include "domain/shelf.h"
#include "domain/throttle.h"
#include "http/form.h"
#include "pages/router.h"
#include "quiz/questions.h"
#include "reading/reading.h"
#include "store/attempts.h"
#include "store/courses.h"
#include "store/db.h"
#include "store/items.h"
#include "store/notes.h"
#include "store/people.h"
#include "store/tests.h"
#include "store/units.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const who[] = {
    NULL,       "hocvien",    "quantri", "nhansu",   "nhansu.cauda", "biensoan",
    "thamdinh", "nhacungcap", "tochuc",  "thanhtra", "nguoicham",    "giamthi"};
enum { WHO = sizeof who / sizeof who[0] };

static const struct walk {
    const char *route; /* method and pattern as in routes.c */
    const char *address;
    const char *form;
    const char *expected; /* a sign for each of `who` */
} walks[] = {
    {"GET /", "/", "", "............"},
    {"GET /help", "/help", "", "............"},
    {"GET /privacy", "/privacy", "", "............"},
    {"GET /accessibility", "/accessibility", "", "............"},
    {"GET /assets/:file", "/assets/none.css", "", "------------"},
    {"GET /healthz", "/healthz", "", "............"},
    {"GET /metrics", "/metrics", "", "............"},

    {"GET /sign-in", "/sign-in", "", ".ooooooooooo"},
    {"POST /sign-in", "/sign-in", "login=nobody&password=x", "????????????"},
    {"POST /language", "/language", "language=vi", "oooooooooooo"},
    {"GET /account", "/account", "", ">..........."},
    /* Nobody here owes a code, and demo data sets none up. */
    {"GET /sign-in/code", "/sign-in/code", "", "oooooooooooo"},
    {"POST /sign-in/code", "/sign-in/code", "code=1", "xooooooooooo"},
    {"GET /account/second-step", "/account/second-step", "", ">-----------"},
    {"POST /account/second-step", "/account/second-step", "do=begin",
     "x-----------"},
    {"GET /account/password", "/account/password", "", ">..........."},
    {"POST /account/password", "/account/password",
     "old=x&new=one two three&again=one two three&account={ngoc}",
     "x???????????"},
    {"GET /welcome", "/welcome", "", "............"},
    {"POST /results/print", "/results/print", "sitting={past}&what=list",
     "!xx..xxxxxxx"},
    {"POST /results/print", "/results/print", "what=list",
     "!xx?"
     "?xxxxxxx"},
    {"GET /machine", "/machine", "", "............"},
    {"GET /schedule/:sitting/check", "/schedule/{coming}/check", "",
     ">xxxxxxx.xxx"},
    {"GET /exam", "/exam", "", "............"},
    {"POST /exam", "/exam", "code=x", "????????????"},
    {"POST /schedule/:sitting/codes", "/schedule/{coming}/codes", "",
     "!xxxxxxx.xxx"},
    {"GET /rooms", "/rooms", "", ">xxxxxxx.xx."},
    {"GET /schedule/:sitting/rooms", "/schedule/{coming}/rooms", "",
     ">xxxxxxx.xxx"},
    {"POST /schedule/:sitting/rooms", "/schedule/{coming}/rooms",
     "what=room&name=&seats=0", "!xxxxxxx?xxx"},
    {"GET /rooms/:sitting", "/rooms/{coming}", "", ">xxxxxxx.xx."},
    {"GET /rooms/:sitting", "/rooms/{open}", "", ">xxxxxxx.xx-"},
    {"POST /rooms/:sitting", "/rooms/{coming}",
     "what=note&words=", "!xxxxxxx?xx?"},
    {"POST /rooms/:sitting", "/rooms/{open}", "what=note&words=x",
     "!xxxxxxxxxx-"},
    {"GET /rooms/:sitting/minutes.pdf", "/rooms/{coming}/minutes.pdf", "",
     ">xxxxxxx.xx."},
    {"GET /rooms/:sitting/candidates/:candidate",
     "/rooms/{coming}/candidates/1", "", ">xxxxxxx-xx-"},
    {"POST /rooms/:sitting/candidates/:candidate",
     "/rooms/{coming}/candidates/1", "what=note&words=x", "!xxxxxxx-xx-"},
    {"GET /people/:person/accommodations", "/people/{ngoc}/accommodations", "",
     ">x..-xxxxxxx"},
    {"POST /people/:person/accommodations", "/people/{ngoc}/accommodations",
     "percent=", "!x?x-xxxxxxx"},
    {"GET /people/:person/duties", "/people/{huong}/duties", "",
     ">x...xxxxxxx"},
    {"GET /people/:person/duties", "/people/1/duties", "", ">x---xxxxxxx"},
    {"POST /people/:person/duties", "/people/1/duties", "what=leave&day=x",
     "!x---xxxxxxx"},
    {"POST /people/:person/duties", "/people/{huong}/duties",
     "what=leave&day=x",
     "!x?"
     "?"
     "?xxxxxxx"},
    {"GET /units/:unit/change/:what", "/units/{ward}/change/rename", "",
     ">x...xxxxxxx"},
    {"GET /units/:unit/change/:what", "/units/{department}/change/split", "",
     ">x..-xxxxxxx"},
    {"GET /units/:unit/change/:what", "/units/{ward}/change/burn", "",
     ">x---xxxxxxx"},
    {"POST /units/:unit/change/:what", "/units/{department}/change/close",
     "day=01/11/2026&note=x",
     "!x?"
     "?-xxxxxxx"},
    {"POST /units/:unit/change/:what", "/units/{ward}/change/rename",
     "day=none", "!x???xxxxxxx"},
    {"GET /units/:unit/accounts", "/units/{ward}/accounts", "", ">x...xxxxxxx"},
    {"GET /units/:unit/accounts", "/units/{department}/accounts", "",
     ">x..-xxxxxxx"},
    {"GET /units/:unit/accounts", "/units/1/accounts", "", ">x---xxxxxxx"},
    {"POST /units/:unit/accounts", "/units/1/accounts", "", "!x---xxxxxxx"},
    {"POST /units/:unit/accounts", "/units/{department}/accounts", "",
     "!x**-xxxxxxx"},
    {"GET /welcome/:token", "/welcome/1", "", "------------"},
    {"POST /welcome/:token", "/welcome/1", "", "------------"},

    {"GET /courses", "/courses", "", ">..........."},
    {"GET /courses/search", "/courses/search", "", ">..........."},
    {"GET /courses/:course", "/courses/an-toan-thong-tin", "", ">..........."},
    {"GET /courses/:course", "/courses/none", "", ">-----------"},
    {"POST /courses/:course", "/courses/an-toan-thong-tin", "", "!ooooooooooo"},
    {"POST /courses/:course", "/courses/none", "", "!-----------"},
    {"GET /courses/:course/:lesson", "/courses/an-toan-thong-tin/gia-mao", "",
     ">..........."},
    {"GET /courses/:course/:lesson", "/courses/an-toan-thong-tin/none", "",
     ">-----------"},
    {"POST /courses/:course/:lesson", "/courses/an-toan-thong-tin/gia-mao",
     "do=read", "!ooooooooooo"},
    {"POST /courses/:course/:lesson", "/courses/an-toan-thong-tin/gia-mao",
     "do=score", "!???????????"},
    {"POST /courses/:course/:lesson", "/courses/an-toan-thong-tin/none",
     "do=read", "!-----------"},
    {"POST /courses/:course/:lesson/notes",
     "/courses/an-toan-thong-tin/gia-mao/notes", "text=x", "!ooooooooooo"},
    {"POST /courses/:course/:lesson/notes",
     "/courses/an-toan-thong-tin/gia-mao/notes", "text=", "!???????????"},
    {"POST /courses/:course/:lesson/notes",
     "/courses/an-toan-thong-tin/none/notes", "text=x", "!-----------"},
    {"POST /courses/:course/:lesson/checks/:check",
     "/courses/an-toan-thong-tin/gia-mao/checks/1", "a.answer=a",
     "!..........."},
    {"POST /courses/:course/:lesson/checks/:check",
     "/courses/an-toan-thong-tin/gia-mao/checks/9", "", "!-----------"},
    {"GET /courses/:course/:lesson/checks/:check/files/:file",
     "/courses/an-toan-thong-tin/gia-mao/checks/1/files/none", "",
     ">-----------"},
    {"GET /my/notes", "/my/notes", "", ">..........."},
    {"GET /my/notes/:note", "/my/notes/{note}", "", ">.----------"},
    {"POST /my/notes/:note", "/my/notes/{note}",
     "do=save&text=", "!?----------"},
    {"POST /my/notes/:note", "/my/notes/{note}", "do=save&text=x",
     "!o----------"},
    {"POST /my/notes/:note", "/my/notes/{note}", "do=score", "!???????????"},
    /* Nothing is deleted twice, and nothing of somebody else's. */
    {"POST /my/notes/:note", "/my/notes/1", "do=delete", "!ooooooooooo"},
    {"GET /courses/:course/files/:file",
     "/courses/an-toan-thong-tin/files/none.svg", "", ">-----------"},

    {"GET /my", "/my", "", ">..........."},

    {"GET /requirements", "/requirements", "", ">xxxxxxx.xxx"},
    {"GET /requirements/new", "/requirements/new", "", ">xxxxxxx.xxx"},
    {"POST /requirements/new", "/requirements/new", "go=make&course=none",
     "!xxxxxxx?xxx"},
    {"GET /requirements/:requirement", "/requirements/{required}", "",
     ">xxxxxxx.xxx"},
    {"GET /requirements/:requirement", "/requirements/1", "", ">xxxxxxx-xxx"},
    {"POST /requirements/:requirement/end", "/requirements/{required}/end",
     "reason=", "!xxxxxxx?xxx"},
    {"POST /requirements/:requirement/end", "/requirements/{required}/end",
     "reason=thu", "!xxxxxxxoxxx"},
    {"POST /requirements/:requirement/end", "/requirements/1/end", "reason=thu",
     "!xxxxxxx-xxx"},

    {"GET /sittings", "/sittings", "", ">..........."},
    {"GET /sittings/:sitting", "/sittings/{open}", "", ">..........."},
    {"GET /sittings/:sitting", "/sittings/1", "", ">-----------"},
    {"POST /sittings/:sitting", "/sittings/{open}", "", "!ooooooooooo"},
    {"POST /sittings/:sitting", "/sittings/1", "", "!-----------"},
    {"GET /attempts/:attempt/:slot", "/attempts/{paper}/1", "", ">o----------"},
    {"GET /attempts/:attempt/:slot", "/attempts/1/1", "", ">-----------"},
    {"GET /attempts/:attempt/:slot/files/:file",
     "/attempts/{paper}/1/files/none", "", ">-----------"},
    {"POST /attempts/:attempt/:slot", "/attempts/{paper}/1", "go=next",
     "!*--------**"},
    {"GET /attempts/:attempt/pulse", "/attempts/{paper}/pulse", "",
     ">.----------"},
    {"GET /attempts/:attempt/review", "/attempts/{paper}/review", "",
     ">o----------"},
    {"POST /attempts/:attempt/hand-in", "/attempts/{paper}/hand-in", "",
     "!o----------"},
    {"GET /attempts/:attempt/result", "/attempts/{paper}/result", "",
     ">.----------"},

    {"GET /tests", "/tests", "", ">xxxxxxx.xxx"},
    {"GET /tests/:test", "/tests/{test}", "", ">xxxxxxx.xxx"},
    {"GET /tests/:test", "/tests/1", "", ">xxxxxxx-xxx"},
    {"POST /tests/:test/publish", "/tests/{test}/publish", "", "!xxxxxxx*xxx"},
    {"POST /tests/:test/publish", "/tests/1/publish", "", "!xxxxxxx-xxx"},

    {"GET /schedule", "/schedule", "", ">xxxxxxx.xxx"},
    {"GET /schedule/:sitting/list.pdf", "/schedule/{open}/list.pdf", "",
     ">xxxxxxx.xxx"},
    {"GET /schedule/:sitting/list.pdf", "/schedule/1/list.pdf", "",
     ">xxxxxxx-xxx"},
    {"GET /schedule/:sitting/slips.pdf", "/schedule/{open}/slips.pdf", "",
     ">xxxxxxx.xxx"},
    {"GET /schedule/:sitting/slips.pdf", "/schedule/1/slips.pdf", "",
     ">xxxxxxx-xxx"},
    {"GET /schedule/new", "/schedule/new", "", ">xxxxxxx.xxx"},
    {"POST /schedule/new", "/schedule/new", "go=preview", "!xxxxxxx?xxx"},
    {"GET /schedule/:sitting", "/schedule/{open}", "", ">xxxxxxx.xxx"},
    {"GET /schedule/:sitting", "/schedule/1", "", ">xxxxxxx-xxx"},
    {"POST /schedule/:sitting/people", "/schedule/{open}/people", "people=none",
     "!xxxxxxx?xxx"},
    {"POST /schedule/:sitting/people", "/schedule/1/people", "",
     "!xxxxxxx-xxx"},
    {"POST /schedule/:sitting/cancel", "/schedule/{open}/cancel", "",
     "!xxxxxxx?xxx"},
    {"POST /schedule/:sitting/cancel", "/schedule/1/cancel", "reason=x",
     "!xxxxxxx-xxx"},
    {"POST /schedule/:sitting/release", "/schedule/{open}/release", "",
     "!xxxxxxxoxxx"},
    {"POST /schedule/:sitting/release", "/schedule/1/release", "",
     "!xxxxxxx-xxx"},
    {"GET /schedule/:sitting/candidates/:candidate",
     "/schedule/{past}/candidates/{candidate}", "", ">xxxxxxx.xxx"},
    {"GET /schedule/:sitting/candidates/:candidate",
     "/schedule/{open}/candidates/{candidate}", "", ">xxxxxxx-xxx"},
    {"POST /schedule/:sitting/candidates/:candidate",
     "/schedule/{past}/candidates/{candidate}", "state=excused",
     "!xxxxxxx?xxx"},
    {"POST /schedule/:sitting/candidates/:candidate",
     "/schedule/{open}/candidates/{candidate}", "state=excused",
     "!xxxxxxx-xxx"},

    {"GET /marking", "/marking", "", ">xxxxxxxxx.x"},
    {"GET /marking/:sitting/:item", "/marking/1/1", "", ">xxxxxxxxx-x"},
    {"POST /marking/:sitting/:item", "/marking/1/1", "", "!xxxxxxxxx-x"},
    {"GET /marks/:task", "/marks/1", "", ">xxxxxxxxx-x"},
    {"POST /marks/:task", "/marks/1", "points.text=1", "!xxxxxxxxx-x"},
    {"GET /marks/:task/files/:file", "/marks/1/files/none", "", ">xxxxxxxxx-x"},

    {"GET /audit", "/audit", "", ">x.xxxxxx.xx"},
    {"POST /audit/export", "/audit/export", "format=csv", "!x.xxxxxx.xx"},
    {"POST /audit/export", "/audit/export", "format=exe", "!x?xxxxxx?xx"},

    {"GET /results", "/results", "", ">xx..xxxx.xx"},
    {"POST /results/export", "/results/export", "format=csv", "!xx..xxxxxxx"},
    {"POST /results/export", "/results/export", "format=exe", "!xx??xxxxxxx"},
    {"GET /results/people/:person", "/results/people/{huong}", "",
     ">xx..xxxx.xx"},
    {"GET /results/people/:person", "/results/people/{ngoc}", "",
     ">xx.-xxxx.xx"},

    {"GET /regrades", "/regrades", "", ">xx.-xxx..xx"},
    {"GET /regrades/new", "/regrades/new", "", ">xxxxxxx.xxx"},
    {"POST /regrades/new", "/regrades/new", "sitting={past}", "!xxxxxxxoxxx"},
    {"POST /regrades/new", "/regrades/new", "sitting=1&item=1", "!xxxxxxx-xxx"},
    {"GET /regrades/:regrade", "/regrades/1", "", ">xx--xxx--xx"},
    {"POST /regrades/:regrade", "/regrades/1", "go=approve&round=1",
     "!xx--xxx-xxx"},

    {"GET /people", "/people", "", ">x...xxx..xx"},
    {"GET /people/import", "/people/import", "", ">x..xxxxxxxx"},
    {"POST /people/import", "/people/import", "", "!x??xxxxxxxx"},
    {"GET /people/import/template/:kind", "/people/import/template/csv", "",
     ">x..xxxxxxxx"},
    {"GET /people/import/template/:kind", "/people/import/template/json", "",
     ">x--xxxxxxxx"},
    {"GET /people/import/runs/:run", "/people/import/runs/1", "",
     ">x--xxxxxxxx"},
    {"POST /people/import/runs/:run", "/people/import/runs/1", "reason=x",
     "!x--xxxxxxxx"},
    {"GET /people/import/:intake", "/people/import/1", "", ">x--xxxxxxxx"},
    {"POST /people/import/:intake", "/people/import/1", "do=take",
     "!x--xxxxxxxx"},
    {"GET /people/import/:intake/errors", "/people/import/1/errors", "",
     ">x--xxxxxxxx"},
    {"GET /people/:person", "/people/{huong}", "", ">x...xxx..xx"},
    {"GET /people/:person", "/people/{ngoc}", "", ">x..-xxx..xx"},
    {"GET /people/:person", "/people/1", "", ">x---xxx--xx"},
    {"POST /people/:person/account", "/people/{huong}/account", "do=sign-out",
     "!xoooxxxxxxx"},
    {"POST /people/:person/account", "/people/{dat}/account", "do=sign-out",
     "!xoo-xxxxxxx"},
    {"POST /people/:person/account", "/people/{huong}/account", "do=rule",
     "!x???xxxxxxx"},
    /* Above whom one does not stand: no password of theirs is reset. */
    {"POST /people/:person/account", "/people/{quang}/account", "do=link",
     "!xxx-xxxxxxx"},
    {"POST /people/:person/roles", "/people/{huong}/roles",
     "role=hr&unit={ward}", "!xo??xxxxxxx"},
    {"POST /people/:person/roles", "/people/{huong}/roles", "role=admin&unit=0",
     "!xoxxxxxxxxx"},
    {"POST /people/:person/roles", "/people/{huong}/roles",
     "role=author&unit={ward}", "!xoxxxxxxxxx"},
    {"POST /people/:person/roles", "/people/{huong}/roles",
     "role=king&unit={ward}", "!x???xxxxxxx"},
    {"POST /people/:person/roles", "/people/{quang}/roles", "role=hr&unit=0",
     "!xxo-xxxxxxx"},
    {"POST /people/:person/roles/:grant/end", "/people/{huong}/roles/1/end", "",
     "!x---xxxxxxx"},

    {"GET /units", "/units", "", ">x...xxx..xx"},
    {"GET /units/:unit", "/units/{ward}", "", ">x...xxx..xx"},
    {"GET /units/:unit", "/units/{department}", "", ">x..-xxx..xx"},

    {"GET /authoring", "/authoring", "", ">xxxx.....xx"},
    {"GET /authoring/:course", "/authoring/an-toan-thong-tin", "",
     ">xxxx.....xx"},
    {"GET /authoring/:course", "/authoring/none", "", ">xxxx-----xx"},
    {"GET /authoring/:course/:lesson", "/authoring/an-toan-thong-tin/gia-mao",
     "", ">xxxx.....xx"},
    {"GET /authoring/:course/:lesson", "/authoring/an-toan-thong-tin/none", "",
     ">xxxx-----xx"},
    {"GET /banks", "/banks", "", ">xxxx.....xx"},
    {"GET /banks/:bank", "/banks/an-toan-thong-tin", "", ">xxxx.....xx"},
    {"GET /banks/:bank", "/banks/khac", "", ">xxxx..-..xx"},
    {"GET /banks/:bank", "/banks/none", "", ">xxxx-----xx"},
    {"GET /items/:item", "/items/{item}", "", ">xxxx.....xx"},
    {"GET /items/:item", "/items/{other-item}", "", ">xxxx..-..xx"},
    {"GET /items/:item", "/items/1", "", ">xxxx-----xx"},
    {"GET /attempts/:attempt/:slot/sent/:file", "/attempts/{paper}/1/sent/none",
     "", ">-----------"},
    {"POST /attempts/:attempt/:slot/file", "/attempts/1/1/file", "go=next",
     "!-----------"},
    {"GET /marks/:task/sent/:file", "/marks/1/sent/none", "", ">xxxxxxxxx-x"},
    {"GET /items/:item/files/:file", "/items/1/files/none", "", ">xxxx-----xx"},
    {"GET /items/:item/:variant", "/items/{item}/1", "", ">xxxx.....xx"},
    {"GET /items/:item/:variant", "/items/{other-item}/1", "", ">xxxx..-..xx"},
    {"GET /items/:item/:variant", "/items/{item}/9", "", ">xxxx-----xx"},
    {"POST /items/:item/:variant", "/items/{item}/1", "go=key", "!xxxx.....xx"},
    {"POST /items/:item/:variant", "/items/{other-item}/1", "go=key",
     "!xxxx..-..xx"},
    {"POST /items/:item/:variant", "/items/{item}/9", "go=key", "!xxxx-----xx"},
    {"GET /plugins", "/plugins", "", ">x.xx.....xx"},
    {"GET /plugins/:package", "/plugins/{package}", "", ">x.xx.....xx"},
    {"GET /plugins/:package", "/plugins/{other-package}", "", ">x.xx..-..xx"},
    {"GET /plugins/:package", "/plugins/1", "", ">x-xx-----xx"},
    {"POST /plugins/:package/approve", "/plugins/{package}/approve", "",
     "!x=xxx=xxxxx"},
    {"POST /plugins/:package/approve", "/plugins/{other-package}/approve", "",
     "!x?xxx?xxxxx"},
    {"POST /plugins/:package/approve", "/plugins/1/approve", "",
     "!x-xxx-xxxxx"},
    {"POST /plugins/:package/lift", "/plugins/{package}/lift", "",
     "!xoxxxoxxxxx"},
    {"POST /plugins/:package/lift", "/plugins/1/lift", "", "!x-xxx-xxxxx"},

    /* Last, since they end the sessions. */
    {"POST /account/sign-out-everywhere", "/account/sign-out-everywhere", "",
     "!ooooooooooo"},
    {"POST /sign-out", "/sign-out", "", "oxxxxxxxxxxx"},
};
enum { WALKS = sizeof walks / sizeof walks[0] };

/* ---- the world: demo data
 * ----------------------------------------------------*/

static struct arena *arena;
static struct house house = {.body_name = "Sông Hồng"};
static char folder[] = "/tmp/khoa-routes-XXXXXX";
static int64_t now;

static const char *token[WHO], *csrf[WHO];
static struct {
    const char *name;
    int64_t id;
} places[24];
static size_t place_count;

static void place(const char *name, int64_t id)
{
    places[place_count].name = name;
    places[place_count++].id = id;
}

static int64_t person_of(const char *number)
{
    const struct person *person;

    assert_int_equal(person_key_find(house.db, arena, number, &person), OK);
    return person->id;
}

static int64_t unit_of(const char *code)
{
    const struct unit *unit;

    assert_int_equal(
        unit_code_find(house.db, arena, code, clock_day(now), &unit), OK);
    return unit->id;
}

/* A bank that no vendor supplied, and a package that no bank names. */
static enum status put_others(struct db *tx, void *arg)
{
    const struct bank bank = {id_new(), "khac", "{}", "[]", 0, false};
    struct item_row item = *(const struct item_row *)arg;
    const struct variant_row variant = {.id = id_new(),
                                        .item = id_new(),
                                        .number = 1,
                                        .params = "{}",
                                        .truth = "{}",
                                        .note = ""};
    const struct package_row package = {.id = id_new(),
                                        .digest = "other",
                                        .plugin = "other",
                                        .version = "1",
                                        .kind = "question",
                                        .manifest = "{}",
                                        .files = "{}",
                                        .state = "checked",
                                        .added_at = now};

    item.id = variant.item;
    item.bank = bank.id;
    place("other-item", item.id);
    place("other-package", package.id);
    TRY(bank_put(tx, arena, &bank));
    TRY(item_add(tx, arena, &item));
    TRY(item_variant_add(tx, arena, &variant));
    return package_add(tx, arena, &package, 0);
}

static void find_items(void)
{
    const struct bank *bank;
    const struct item_row *rows;
    size_t count;

    assert_int_equal(bank_find(house.db, arena, "an-toan-thong-tin", &bank),
                     OK);
    assert_int_equal(
        item_list(house.db, arena, bank->id, NULL, 0, NULL, &rows, &count), OK);
    place("item", rows[0].id);
    place("package", rows[0].package);
    assert_int_equal(
        db_write(house.db, put_others, (void *)(uintptr_t)&rows[0]), OK);
}

/* hocvien's own. */
static void find_note(void)
{
    const struct note *notes;
    size_t count;
    enum note_fault fault;
    int64_t me = person_of("SH0001");

    assert_int_equal(note_write(&house, arena, me, "an-toan-thong-tin",
                                "gia-mao", "Hỏi lại.", now, &fault),
                     OK);
    assert_int_equal(
        note_list(house.db, arena, me, INT64_MAX, 1, &notes, &count), OK);
    place("note", notes[0].id);
}

/* hocvien (SH0001) has a paper of her own in the sitting that is over; huong
   works in the ward of nhansu.cauda, ngoc (who is nhansu) does not. */
static void find_places(void)
{
    const struct sitting *past, *open, *coming;
    const struct candidate *candidate;
    const struct attempt *attempt;

    assert_int_equal(
        sitting_find_by_code(house.db, arena, "ATTT-2026-1", &past), OK);
    assert_int_equal(
        sitting_find_by_code(house.db, arena, "ATTT-2026-2", &open), OK);
    assert_int_equal(
        sitting_find_by_code(house.db, arena, "TTHC-2026-1", &coming), OK);
    assert_int_equal(candidate_find_by_person(house.db, arena, past->id,
                                              person_of("SH0001"), &candidate),
                     OK);
    assert_int_equal(
        newest_attempt_find(house.db, arena, candidate->id, &attempt), OK);
    const struct required *required;
    size_t count;
    assert_int_equal(
        required_of(&house, arena, person_of("SH0001"), now, &required, &count),
        OK);
    assert_true(count > 0);
    place("required", required->requirement->id);
    place("open", open->id);
    place("coming", coming->id);
    place("past", past->id);
    place("test", past->test);
    place("paper", attempt->id);
    place("candidate", candidate->id);
    place("huong", person_of("SH0009"));
    place("ngoc", person_of("SH0003"));
    place("quang", person_of("SH0002"));
    place("dat", person_of("SH0023"));
    place("ward", unit_of("H99.20"));
    place("department", unit_of("H99.02"));
    find_items();
    find_note();
}

static void sign_all_in(void)
{
    for (size_t i = 1; i < WHO; i++) {
        const struct sign_in in = {who[i], demo_password, "127.0.0.1", now};
        struct entrance entrance;
        struct caller caller;
        assert_int_equal(door_sign_in(&house, arena, &in, &entrance), OK);
        assert_int_equal(entrance.outcome, ENTERED);
        token[i] = entrance.token;
        assert_int_equal(door_recognise(&house, arena, token[i], now, &caller),
                         OK);
        csrf[i] = caller.csrf;
    }
    token[0] = door_stranger_token(arena);
    csrf[0] = door_stranger_csrf(arena, token[0]);
}

static int begin(void **state)
{
    struct findings findings;

    (void)state;
    now = clock_now();
    arena = arena_new();
    findings = findings_of(arena);
    assert_non_null(mkdtemp(folder));
    house.data = folder;
    assert_int_equal(db_open(&house.db, "sqlite::memory:"), OK);
    assert_int_equal(db_migrate(house.db), OK);
    assert_int_equal(questions_open(&house.questions, NULL), OK);
    assert_int_equal(readers_open(&house.readers, NULL), OK);
    house.shelf = shelf_open();
    assert_int_equal(
        packages_take_in(&house, "plugins", true, 0, now, &findings), OK);
    assert_int_equal(demo_fill(&house, "courses", 0, now, &findings), OK);
    find_places();
    sign_all_in();
    return 0;
}

static int remove_one(const char *path, const struct stat *stat, int kind,
                      struct FTW *at)
{
    (void)stat, (void)kind, (void)at;
    return remove(path);
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    shelf_close(house.shelf);
    readers_close(house.readers);
    questions_close(house.questions);
    db_close(house.db);
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return 0;
}

/* ---- asking
 * -----------------------------------------------------------------*/

struct sent {
    const char *origin, *site, *csrf;
    bool leads_to_sign_in;
    int lines; /* of the file that was sent */
};

static int lines_of(const char *path)
{
    FILE *file = fopen(path, "r");
    int lines = 0;

    assert_non_null(file);
    for (int c; (c = fgetc(file)) != EOF;)
        lines += c == '\n';
    fclose(file);
    return lines;
}

static const char *expand(struct arena *a, const char *address)
{
    struct buf out = {.arena = a};

    for (const char *p = address; *p; p++) {
        size_t i = 0, length = strcspn(p, "}");
        for (; *p == '{' && i < place_count; i++)
            if (strlen(places[i].name) == length - 1 &&
                !strncmp(places[i].name, p + 1, length - 1))
                break;
        if (*p == '{') {
            assert_true(i < place_count);
            emit_int(&out, (long long)places[i].id);
            p += length;
        } else {
            buf_bytes(&out, p, 1);
        }
    }
    return out.data;
}

static int ask(const struct walk *walk, size_t as, struct sent *sent)
{
    struct arena *a = arena_new();
    const struct field cookies[] = {{as ? "khoa" : "khoa-form", token[as]}};
    struct field headers[3] = {{"host", "127.0.0.1"}};
    struct request req = {
        .arena = a,
        .house = &house,
        .now = now,
        .address = expand(a, walk->address),
        .method = strncmp(walk->route, "GET", 3) ? "POST" : "GET",
        .cookies = {cookies, 1},
        .headers = {headers, 1},
        .from = "127.0.0.1",
    };
    struct response res = {0};
    const char *form = expand(a, walk->form);

    form = arena_print(a, "%s%s%s%s", form ? form : "", form ? "&" : "",
                       sent->csrf ? "csrf=" : "", sent->csrf ? sent->csrf : "");
    if (!strcmp(req.method, "POST"))
        assert_int_equal(form_read(a, form, strlen(form), &req.form), OK);
    if (sent->origin)
        headers[req.headers.count++] = (struct field){"origin", sent->origin};
    if (sent->site)
        headers[req.headers.count++] =
            (struct field){"sec-fetch-site", sent->site};
    int code = answer(&req, &res);
    sent->leads_to_sign_in =
        code == 303 && !strncmp(res.location, "/sign-in?back=", 14);
    sent->lines = res.file ? lines_of(res.file) : 0;
    if (res.file && !res.keep_file)
        unlink(res.file);
    arena_free(a);
    return code;
}

static char sign_of(int code, const struct sent *sent)
{
    switch (code) {
    case 200: return '.';
    case 303: return sent->leads_to_sign_in ? '>' : 'o';
    case 401: return '!';
    case 403: return 'x';
    case 404: return '-';
    case 409: return '=';
    case 422: return '?';
    default: return 'E';
    }
}

static int64_t writes(void)
{
    struct db_figures figures;

    db_figures(house.db, &figures);
    return figures.writes;
}

/* ---- tests
 * ------------------------------------------------------------------*/

static bool is_changing(const struct walk *walk)
{
    return !strncmp(walk->route, "POST", 4);
}

/* A change that anybody may ask for, asked in a way it never should be. */
static void refused(const struct walk *walk, size_t as, const char *origin,
                    const char *site, const char *form_token)
{
    struct sent sent = {origin, site, form_token, false, 0};
    int64_t before = writes();
    int code = ask(walk, as, &sent);

    if (code != 403 || writes() != before)
        print_error("%s as %s with origin %s, site %s: %d\n", walk->address,
                    who[as] ? who[as] : "nobody", origin ? origin : "(none)",
                    site ? site : "(none)", code);
    assert_int_equal(code, 403);
    assert_int_equal(writes(), before);
}

static void a_change_without_origin_or_token_changes_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < WALKS; i++)
        for (size_t as = 0; is_changing(&walks[i]) && as < WHO; as++) {
            const char *mine = csrf[as], *other = csrf[as ? as - 1 : 1];
            if (strchr("x!", walks[i].expected[as]))
                continue;
            refused(&walks[i], as, "http://evil.example", NULL, mine);
            refused(&walks[i], as, "http://evil.example", "same-origin", mine);
            refused(&walks[i], as, "http://127.0.0.1.evil.vn", NULL, mine);
            refused(&walks[i], as, "null", NULL, mine);
            refused(&walks[i], as, NULL, NULL, mine);
            refused(&walks[i], as, NULL, "cross-site", mine);
            refused(&walks[i], as, NULL, "same-site", mine);
            refused(&walks[i], as, "http://127.0.0.1", NULL, NULL);
            refused(&walks[i], as, "http://127.0.0.1", NULL, "");
            refused(&walks[i], as, "http://127.0.0.1", NULL, other);
        }
}

static void every_route_answers_everybody_as_the_table_says(void **state)
{
    int wrong = 0;

    (void)state;
    for (size_t i = 0; i < WALKS; i++) {
        char got[WHO + 1] = "";
        bool same = strlen(walks[i].expected) == WHO;
        for (size_t as = 0; as < WHO; as++) {
            struct sent sent = {"http://127.0.0.1", NULL, csrf[as], false, 0};
            throttle_forget();
            got[as] = sign_of(ask(&walks[i], as, &sent), &sent);
            char want = walks[i].expected[as];
            same = same &&
                   (want == '*' ? !strchr("x!>E", got[as]) : want == got[as]);
        }
        if (!same)
            print_error("%-6s %s {%s}\n  want %s\n  got  %s\n", walks[i].route,
                        walks[i].address, walks[i].form, walks[i].expected,
                        got);
        wrong += !same;
    }
    assert_int_equal(wrong, 0);
}

static void every_route_has_a_line_in_the_table(void **state)
{
    int missing = 0;

    (void)state;
    for (const struct route *r = routes; r->method; r++) {
        const char *name = arena_print(arena, "%s %s", r->method, r->path);
        bool found = false;
        for (size_t i = 0; i < WALKS; i++)
            found = found || !strcmp(walks[i].route, name);
        if (!found)
            print_error("no line for %s in tests/pages/test_routes.c\n", name);
        missing += !found;
    }
    assert_int_equal(missing, 0);
}

/* Whatever a form brings beside its own fields gives nobody anything. */
static void fields_that_are_not_of_the_form_are_ignored(void **state)
{
    static const struct walk ask_language = {
        "POST /language", "/language",
        "language=vi&role=admin&rights=65535&score=100&person={ngoc}&"
        "account={ngoc}",
        ""};
    static const struct walk look = {"GET /people", "/people", "", ""};
    struct sent sent = {"http://127.0.0.1", NULL, csrf[1], false, 0};

    (void)state;
    assert_int_equal(ask(&ask_language, 1, &sent), 303);
    assert_int_equal(ask(&look, 1, &sent), 403);
}

static enum status make_hr_of_ward(struct db *tx, void *arg)
{
    const int64_t *ids = arg; /* person, unit */
    const struct grant grant = {
        .id = id_new(), .role = "hr", .unit = ids[1], .valid_from = 20200101};

    return grant_add(tx, arena, ids[0], &grant);
}

/* An inspector sees the results of the whole city and exports none. Being HR
   of a ward beside it lets them export that ward, not the city. */
static void one_role_lends_another_nothing(void **state)
{
    static const struct walk export = {"POST /results/export",
                                       "/results/export",
                                       "format=csv&national_id=1", ""};
    struct sent city = {.origin = "http://127.0.0.1"}, ward = city, both = city;
    int64_t ids[] = {person_of("SH0008"), unit_of("H99.20")};

    (void)state;
    throttle_forget();
    sign_all_in();
    city.csrf = csrf[3];
    ward.csrf = csrf[4];
    both.csrf = csrf[9];
    assert_int_equal(ask(&export, 9, &both), 403);
    assert_int_equal(db_write(house.db, make_hr_of_ward, ids), OK);
    assert_int_equal(ask(&export, 3, &city), 200);
    assert_int_equal(ask(&export, 4, &ward), 200);
    assert_int_equal(ask(&export, 9, &both), 200);
    assert_true(city.lines > ward.lines && ward.lines > 1);
    assert_int_equal(both.lines, ward.lines);
}

static void what_is_refused_is_put_on_record(void **state)
{
    static const struct walk look = {"GET /people", "/people", "", ""};
    struct sent sent = {.csrf = csrf[5]};

    (void)state;
    throttle_forget();
    int64_t before = writes();
    assert_int_equal(ask(&look, 5, &sent), 403);
    assert_int_equal(writes(), before + 1);
    for (int i = 0; i < 50; i++)
        assert_int_equal(ask(&look, 5, &sent), 403);
    assert_in_range(writes(), before + 2, before + 6); /* not a flood */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_route_has_a_line_in_the_table),
        cmocka_unit_test(a_change_without_origin_or_token_changes_nothing),
        cmocka_unit_test(fields_that_are_not_of_the_form_are_ignored),
        cmocka_unit_test(what_is_refused_is_put_on_record),
        cmocka_unit_test(every_route_answers_everybody_as_the_table_says),
        cmocka_unit_test(one_role_lends_another_nothing),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
