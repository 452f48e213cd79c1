#include "base/clock.h"

#include "domain/answers.h"
#include "store/items.h"
#include "store/tests.h"
#include "tests/domain/evidence.h"

/*
 * What a score rests on: a paper, what was answered in it with its receipts,
 * whose it was, the test and the items. One byte of any of it is changed by
 * hand, and the verifier names the row.
 */
enum { PAPER = 900, ITEM = 901, TEST = 902, OPEN = 903 };

static int64_t first_event, open_event, late_event;

static enum status answer(struct db *tx, int64_t attempt, const char *kind,
                          int64_t slot, int64_t revision)
{
    const char *body = "{\"answer\":\"b\"}";
    const char *digest = hash_of(arena, body, strlen(body));
    const struct answer_event event = {
        .id = id_new(),
        .attempt = attempt,
        .slot = slot,
        .kind = kind,
        .revision = revision,
        .base = revision ? revision - 1 : 0,
        .save_id = arena_print(arena, "s%lld", (long long)revision),
        .digest = digest,
        .body = body,
        .receipt = answer_receipt(
            arena, attempt, slot,
            arena_print(arena, "s%lld", (long long)revision), digest),
        .at = 1000 + revision};

    if (!first_event)
        first_event = event.id;
    if (attempt == OPEN)
        open_event = event.id;
    late_event = event.id;
    return answer_add(tx, arena, &event);
}

static enum status add_paper(struct db *tx, int64_t id)
{
    const struct attempt attempt = {.id = id,
                                    .sitting = 3,
                                    .candidate = 1,
                                    .person = 7,
                                    .number = id,
                                    .seed = "00",
                                    .paper = "{\"slots\":[{\"item\":901}]}",
                                    .started_at = 1000,
                                    .ends_at = 2000};

    return attempt_add(tx, arena, &attempt);
}

static enum status sit(struct db *tx, void *arg)
{
    (void)arg;
    TRY(add_paper(tx, PAPER));
    TRY(add_paper(tx, OPEN));
    TRY(answer(tx, PAPER, "save", 1, 1));
    TRY(answer(tx, PAPER, "save", 1, 2));
    TRY(answer(tx, PAPER, "save", 2, 1));
    TRY(attempt_seal(tx, arena, PAPER, 1500, "candidate"));
    TRY(answer(tx, OPEN, "save", 1, 1));
    return answer(tx, PAPER, "late", 2, 0);
}

static enum status write_bank(struct db *tx, void *arg)
{
    const struct item_row item = {.id = ITEM,
                                  .bank = 1,
                                  .code = "sc1",
                                  .version = "1",
                                  .digest = "d",
                                  .package = 1,
                                  .topic = "t",
                                  .level = 1,
                                  .competency = "c",
                                  .body = "{\"key\":\"b\"}",
                                  .place = "x:1",
                                  .created_at = 5};
    const struct variant_row variant = {.id = 1,
                                        .item = ITEM,
                                        .number = 1,
                                        .params = "{}",
                                        .truth = "{\"value\":1}",
                                        .note = ""};
    const struct test test = {.id = TEST,
                              .code = "t",
                              .version = "1",
                              .digest = "d",
                              .title = "{}",
                              .definition = "{\"pass\":50}",
                              .imported_at = 5};

    (void)arg;
    TRY(item_add(tx, arena, &item));
    TRY(item_variant_add(tx, arena, &variant));
    TRY(test_add(tx, arena, &test));
    return test_publish(tx, arena, TEST, "{\"items\":[901]}", 6, 0);
}

static int begin(void **state)
{
    if (house_begin(state))
        return 1;
    by_hand("INSERT INTO package (id, digest, plugin, version, kind, manifest, "
            "files, state, added_at) VALUES (1, 'd', 'khoa.x', '1', 'question',"
            " '{}', '{}', 'approved', 1)");
    by_hand("INSERT INTO bank (id, code, title, topics) VALUES (1, 'b', "
            "'{}', '[]')");
    by_hand("UPDATE candidate SET full_name = 'Nguyễn Thị Hoa'");
    return 0;
}

/* Changed, named alone or with what it belongs to, and put back. */
static void named_when(const char *table, const char *change, const char *undo,
                       const char *where, const char *name)
{
    by_hand(
        arena_print(arena, "UPDATE %s SET %s WHERE %s", table, change, where));
    struct findings found = verify();
    if (!is_named(&found, name) || found.errors > 2) {
        print_error("%s %s: %s is to be named\n", table, change, name);
        tell_all(&found);
        fail();
    }
    by_hand(
        arena_print(arena, "UPDATE %s SET %s WHERE %s", table, undo, where));
    intact();
}

static const char *row(const char *kind, int64_t id)
{
    return arena_print(arena, "%s %lld", kind, (long long)id);
}

static void all_of_it_is_sealed_and_verifies(void **state)
{
    (void)state;
    assert_int_equal(db_write(db, write_bank, NULL), OK);
    assert_int_equal(db_write(db, sit, NULL), OK);
    assert_int_equal(seal(), 4);
    intact();
    assert_int_equal(seen.papers, 1);
    assert_int_equal(seen.items, 1);
    assert_int_equal(seen.tests, 1);
    assert_int_equal(seen.answers, 5);
    assert_int_equal(seen.waiting, 0);
}

static void a_changed_answer_or_receipt_is_named(void **state)
{
    static const char *const of_paper[][2] = {
        {"revision = 3", "revision = 1"},
        {"kind = 'fork'", "kind = 'save'"},
        {"at = at - 1", "at = at + 1"},
        {"base = 7", "base = 0"},
    };
    static const char *const of_itself[][2] = {
        {"body = '{\"answer\":\"c\"}'", "body = '{\"answer\":\"b\"}'"},
        {"receipt = receipt || 'x'",
         "receipt = substr(receipt, 1, length(receipt) - 1)"},
        {"save_id = 's9'", "save_id = 's1'"},
        {"slot = 5", "slot = 1"},
    };
    const char *where = arena_print(arena, "id = %lld", (long long)first_event);

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        named_when("answer_event", of_paper[i][0], of_paper[i][1], where,
                   row("attempt", PAPER));
        named_when("answer_event", of_itself[i][0], of_itself[i][1], where,
                   row("attempt", PAPER));
        named_when("answer_event", of_itself[i][0], of_itself[i][1], where,
                   row("answer_event", first_event));
    }
    /* in a paper that is open nothing is sealed, but a receipt tells */
    named_when("answer_event", of_itself[0][0], of_itself[0][1],
               "attempt = 903", row("answer_event", open_event));
}

static void a_late_answer_is_sealed_by_itself(void **state)
{
    const char *where = arena_print(arena, "id = %lld", (long long)late_event);

    (void)state;
    named_when("answer_event", "at = 7", "at = 1000", where,
               row("answer_event", late_event));
    named_when("answer_event", "kind = 'save'", "kind = 'late'", where,
               row("answer_event", late_event));
}

static void a_changed_paper_or_whose_it_was_is_named(void **state)
{
    static const char *const changes[][2] = {
        {"paper = '{\"slots\":[{\"item\":902}]}'",
         "paper = '{\"slots\":[{\"item\":901}]}'"},
        {"seed = '01'", "seed = '00'"},
        {"ends_at = 2001", "ends_at = 2000"},
        {"sealed_at = 1400", "sealed_at = 1500"},
        {"sealed_by = 'deadline'", "sealed_by = 'candidate'"},
        {"number = 899", "number = 900"},
    };
    static const char *const of_candidate[][2] = {
        {"full_name = 'Nguyễn Thị Hòa'", "full_name = 'Nguyễn Thị Hoa'"},
        {"unit = 2", "unit = 1"},
        {"number = '0002'", "number = '0001'"},
        {"job_title = 'x'", "job_title = NULL"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        named_when("attempt", changes[i][0], changes[i][1], "id = 900",
                   row("attempt", PAPER));
    for (size_t i = 0; i < sizeof of_candidate / sizeof *of_candidate; i++)
        named_when("candidate", of_candidate[i][0], of_candidate[i][1],
                   "id = 1", row("attempt", PAPER));
}

static void a_changed_item_variant_or_test_is_named(void **state)
{
    (void)state;
    named_when("item", "body = '{\"key\":\"c\"}'", "body = '{\"key\":\"b\"}'",
               "id = 901", row("item", ITEM));
    named_when("item", "code = 'sc2'", "code = 'sc1'", "id = 901",
               row("item", ITEM));
    named_when("item_variant", "truth = '{\"value\":2}'",
               "truth = '{\"value\":1}'", "id = 1", row("item", ITEM));
    named_when("item_variant", "item = 5", "item = 901", "id = 1",
               row("item", ITEM));
    named_when("test", "definition = '{\"pass\":40}'",
               "definition = '{\"pass\":50}'", "id = 902", row("test", TEST));
    named_when("test", "pins = '{}'", "pins = '{\"items\":[901]}'", "id = 902",
               row("test", TEST));
    /* what the program itself may change is no change */
    by_hand("UPDATE item SET retired_at = 9 WHERE id = 901");
    by_hand("UPDATE attempt SET state = 'graded' WHERE id = 900");
    intact();
}

static void what_was_put_in_or_taken_away_is_named(void **state)
{
    (void)state;
    by_hand("INSERT INTO answer_event (id, attempt, slot, kind, revision, base,"
            " save_id, digest, receipt, at) VALUES (4, 900, 2, 'flag', 0, 0, "
            "'', '', '', 1)");
    struct findings found = verify();
    assert_true(is_named(&found, row("attempt", PAPER)));
    by_hand("DELETE FROM answer_event WHERE id = 4");
    intact();
    by_hand("UPDATE attempt SET state = 'sealed', sealed_at = 5 WHERE id = "
            "903");
    found = verify();
    assert_true(is_named(&found, row("attempt", OPEN)));
    by_hand("UPDATE attempt SET state = 'open', sealed_at = NULL WHERE id = "
            "903");
    intact();
    by_hand("DELETE FROM answer_event WHERE attempt = 900 AND slot = 2 AND "
            "kind = 'save'");
    found = verify();
    assert_true(is_named(&found, row("attempt", PAPER)));
}

/* No error: people are renamed. But it is told. */
static void somebody_who_is_called_otherwise_today_is_told_of(void **state)
{
    (void)state;
    by_hand("UPDATE person SET full_name = 'Nguyễn Thị Hạ' WHERE id = 7");
    struct findings found = verify();
    bool told = false;
    for (size_t i = 0; i < found.count; i++)
        told = told || (!found.list[i].error &&
                        !strcmp(found.list[i].file, "candidate 1"));
    assert_true(told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_of_it_is_sealed_and_verifies),
        cmocka_unit_test(a_changed_answer_or_receipt_is_named),
        cmocka_unit_test(a_late_answer_is_sealed_by_itself),
        cmocka_unit_test(a_changed_paper_or_whose_it_was_is_named),
        cmocka_unit_test(a_changed_item_variant_or_test_is_named),
        cmocka_unit_test(what_was_put_in_or_taken_away_is_named),
        cmocka_unit_test(somebody_who_is_called_otherwise_today_is_told_of),
    };

    return cmocka_run_group_tests(tests, begin, house_end);
}
