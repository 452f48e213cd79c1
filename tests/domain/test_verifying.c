#include "base/clock.h"

#include "tests/domain/evidence.h"

/*
 * Case 22 of the release: a row of the evidence changed, removed or put in by
 * hand, the first, one in the middle or the last; a link, a checkpoint, a file
 * likewise. Each time the verifier names it, and only what is meant is blamed
 * where one row was touched.
 */
enum { LINKS = 24, FIRST = 1, MIDDLE = 12, LAST = LINKS };

static const char *names[LINKS + 1]; /* "audit_event 123" by link */

static enum status keep_name(const struct chain_link *link,
                             const struct evidence *row, void *arg)
{
    (void)row, (void)arg;
    names[link->sequence] =
        arena_print(arena, "%s %lld", link->kind, (long long)link->row);
    return OK;
}

/* ---- by hand, and back again
 * --------------------------------------------------*/

static const char *const tables[] = {"audit_event", "result",     "unsealed",
                                     "chain",       "checkpoint", "candidate"};
enum { TABLES = sizeof tables / sizeof *tables };

/* In one go, so that the engine has one answer to give. */
static void on_all_tables(const char *const *steps)
{
    struct buf all = {.arena = arena};

    emit_text(&all, "BEGIN;");
    for (size_t i = 0; i < TABLES; i++)
        for (size_t k = 0; steps[k]; k++) {
            emit_text(&all, steps[k]);
            emit_text(&all, tables[i]);
            emit_text(&all, steps[k + 1] ? "" : ";");
        }
    emit_text(&all, "COMMIT");
    by_hand(all.data);
}

static void keep_tables(void)
{
    static const char *const steps[] = {"CREATE TABLE kept_",
                                        " AS SELECT * FROM ", NULL};

    on_all_tables(steps);
}

static void put_back(void)
{
    static const char *const steps[] = {"DELETE FROM ", "; INSERT INTO ",
                                        " SELECT * FROM kept_", NULL};

    on_all_tables(steps);
    intact();
}

/* Three links a round: a deed, a deed, a result; signed in the middle and at
   the end. The first and the last row of both kinds are among them. */
static int begin(void **state)
{
    if (house_begin(state))
        return 1;
    for (int64_t i = 1; i <= LINKS / 3; i++) {
        if (i > 1)
            result(i);
        else
            deed(1000);
        deed(i);
        if (i < LINKS / 3)
            deed(100 + i);
        else
            result(30);
        seal();
        if (i == 4)
            sign();
    }
    sign();
    keep_tables();
    return chain_audit_list(db, keep_name, NULL) != OK || !names[LINKS];
}

/* The verifier names `count` things after the hand was there; 0: any. */
static void names_it(const char *sql, const char *name, size_t count)
{
    by_hand(sql);
    struct findings found = verify();
    if (!is_named(&found, name) || (count && found.errors != count)) {
        print_error("%s: %s is to be named\n", sql, name);
        tell_all(&found);
        fail();
    }
    put_back();
}

/* The link of the n-th row of a kind: 1, MIDDLE or the last. */
static int64_t link_of(const char *kind, int which)
{
    int64_t found[LINKS];
    int count = 0;

    for (int i = 1; i <= LINKS; i++)
        if (!strncmp(names[i], kind, strlen(kind)))
            found[count++] = i;
    return found[which == FIRST ? 0 : which == LAST ? count - 1 : count / 2];
}

static void on_each_row(const char *kind, const char *const *changes)
{
    static const int places[] = {FIRST, MIDDLE, LAST};

    for (; *changes; changes++)
        for (size_t i = 0; i < 3; i++) {
            int64_t link = link_of(kind, places[i]);
            names_it(arena_print(arena,
                                 "%s WHERE id = (SELECT row_id FROM chain "
                                 "WHERE sequence = %lld)",
                                 *changes, (long long)link),
                     names[link], 1);
        }
}

static void a_changed_or_removed_deed_is_named(void **state)
{
    static const char *const changes[] = {
        "UPDATE audit_event SET detail = '{\"version\":\"1.1\"}'",
        "UPDATE audit_event SET actor = 8",
        "UPDATE audit_event SET actor = NULL",
        "UPDATE audit_event SET at = at + 1",
        "UPDATE audit_event SET object = NULL",
        "UPDATE audit_event SET agency = 2",
        "DELETE FROM audit_event",
        NULL};

    (void)state;
    on_each_row("audit_event", changes);
}

static void a_changed_or_removed_result_is_named(void **state)
{
    static const char *const changes[] = {
        "UPDATE result SET points = points + 0.000001",
        "UPDATE result SET points = NULL",
        "UPDATE result SET percent = 100",
        "UPDATE result SET passed = 1 - passed",
        "UPDATE result SET pass_percent = 20",
        "UPDATE result SET reason = 'x'",
        "UPDATE result SET sequence = 2",
        "UPDATE result SET graded_at = graded_at - 1",
        "UPDATE result SET runtime = ''",
        "UPDATE result SET outcomes = '[{\"slot\":1,\"typed\":{\"choice\":"
        "\"c\"}}]'",
        "UPDATE result SET outcomes = '[]'",
        "DELETE FROM result",
        NULL};

    (void)state;
    on_each_row("result", changes);
}

/* 4096: of another node, since the next number may have been given out. */
static void a_row_put_in_by_hand_is_named(void **state)
{
    static const char *const ids[] = {"1",
                                      "4096 + (SELECT row_id FROM chain "
                                      "WHERE sequence = 12)",
                                      "9000000000000000000"};
    long long middle = strtoll(strchr(names[MIDDLE], ' '), NULL, 10) + 4096;
    const char *const named[] = {"1", arena_print(arena, "%lld", middle),
                                 "9000000000000000000"};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        names_it(arena_print(arena,
                             "INSERT INTO audit_event (id, at, action, detail) "
                             "VALUES (%s, 1, 'test.publish', '{}')",
                             ids[i]),
                 arena_print(arena, "audit_event %s", named[i]), 1);
        names_it(arena_print(arena,
                             "INSERT INTO result (id, attempt, sitting, person,"
                             " sequence, state, points, max_points, percent, "
                             "pass_percent, passed, slots, slots_full, "
                             "outcomes, runtime, graded_at) VALUES (%s, 2, 3, "
                             "7, 2, 'graded', 30, 30, 100, 50, 1, 30, 30, '[]',"
                             " 'x', 1)",
                             ids[i]),
                 arena_print(arena, "result %s", named[i]), 1);
    }
}

static void two_rows_that_were_swapped_are_named(void **state)
{
    int64_t one = link_of("result", FIRST), two = link_of("result", LAST);
    const char *sql = arena_print(
        arena,
        "UPDATE result SET points = 42 - points, percent = points WHERE id IN "
        "(SELECT row_id FROM chain WHERE sequence IN (%lld, %lld))",
        (long long)one, (long long)two);

    (void)state;
    names_it(sql, names[one], 2);
    names_it(sql, names[two], 2);
    /* two results change hands */
    sql = arena_print(
        arena,
        "UPDATE result SET attempt = -attempt WHERE id IN "
        "(SELECT row_id FROM chain WHERE sequence IN (%lld, %lld)); "
        "UPDATE result SET attempt = 32 + attempt WHERE attempt < 0",
        (long long)one, (long long)two);
    names_it(sql, names[one], 2);
    names_it(sql, names[two], 2);
}

/* ---- links
 * --------------------------------------------------------------------*/

static void a_changed_link_is_named(void **state)
{
    static const int places[] = {FIRST, MIDDLE, LAST};
    static const char *const changes[] = {
        "digest = link",     "link = digest", "kind = 'other'",
        "erasable = digest", "row_id = 5",
    };

    (void)state;
    for (size_t c = 0; c < sizeof changes / sizeof *changes; c++)
        for (size_t i = 0; i < 3; i++)
            names_it(arena_print(arena,
                                 "UPDATE chain SET %s WHERE sequence = %d",
                                 changes[c], places[i]),
                     arena_print(arena, "chain %d", places[i]), 0);
    /* the salt stands beside the chain: it is the row that does not fit */
    int64_t link = link_of("result", MIDDLE);
    names_it(arena_print(arena,
                         "UPDATE chain SET salt = '00' WHERE sequence = "
                         "%lld",
                         (long long)link),
             names[link], 1);
}

static void an_innocent_row_is_not_blamed_for_its_link(void **state)
{
    (void)state;
    names_it(arena_print(arena,
                         "UPDATE chain SET digest = link WHERE sequence = %d",
                         MIDDLE),
             arena_print(arena, "chain %d", MIDDLE), 1);
    names_it(arena_print(arena,
                         "UPDATE chain SET link = digest WHERE sequence = %d",
                         MIDDLE + 1),
             arena_print(arena, "chain %d", MIDDLE + 1), 1);
}

static void a_removed_link_is_named(void **state)
{
    (void)state;
    names_it("DELETE FROM chain WHERE sequence = 1", "chain 1", 2);
    names_it("DELETE FROM chain WHERE sequence = 11", "chain 11", 2);
    names_it("DELETE FROM chain WHERE sequence BETWEEN 9 AND 11", "chain 9-11",
             4);
    /* the last: its row has no link any more, and more was signed */
    names_it("DELETE FROM chain WHERE sequence = 24", names[LAST], 2);
    names_it("DELETE FROM chain WHERE sequence = 24", "checkpoint 2", 2);
}

static void a_link_put_in_by_hand_is_named(void **state)
{
    (void)state;
    names_it("INSERT INTO chain (sequence, kind, row_id, digest, link) VALUES "
             "(25, 'audit_event', 5, 'x', 'y')",
             "chain 25", 2);
    names_it("INSERT INTO chain (sequence, kind, row_id, digest, link) VALUES "
             "(0, 'audit_event', 5, 'x', 'y')",
             "audit_event 5", 0);
}

static void links_that_were_swapped_are_named(void **state)
{
    static const char swap[] = "UPDATE chain SET sequence = -12 WHERE sequence "
                               "= 12; UPDATE chain SET sequence = 12 WHERE "
                               "sequence = 13; UPDATE chain SET sequence = 13 "
                               "WHERE sequence = -12";

    (void)state;
    names_it(swap, "chain 12", 0);
    names_it(swap, "chain 13", 0);
}

/* ---- checkpoints
 * --------------------------------------------------------------*/

static void a_changed_or_removed_checkpoint_is_named(void **state)
{
    static const char *const changes[] = {"signature = link || link",
                                          "link = key",
                                          "sequence = 13",
                                          "at = at + 1",
                                          "key = link",
                                          "signature = ''"};

    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        names_it(arena_print(arena, "UPDATE checkpoint SET %s WHERE id = 1",
                             changes[i]),
                 "checkpoint 1", 0);
        names_it(arena_print(arena, "UPDATE checkpoint SET %s WHERE id = 2",
                             changes[i]),
                 "checkpoint 2", 0);
    }
    names_it("DELETE FROM checkpoint WHERE id = 1", "checkpoint 1", 1);
}

static void an_end_that_was_cut_off_is_seen_by_what_was_signed(void **state)
{
    (void)state;
    names_it(arena_print(arena,
                         "DELETE FROM %s WHERE id = (SELECT row_id FROM chain "
                         "WHERE sequence = 24); DELETE FROM chain WHERE "
                         "sequence = 24",
                         "result"),
             "checkpoint 2", 1);
}

static void a_checkpoint_by_another_key_is_named(void **state)
{
    struct signing_key other;
    char signature[SIGNATURE_TEXT];
    struct checkpoint c;

    (void)state;
    assert_int_equal(checkpoint_newest_find(db, arena, &c), OK);
    assert_int_equal(
        signing_key_make(arena_print(arena, "%s/other", folder), &other), OK);
    c.key = other.public;
    sign_text(&other, evidence_signed(arena, &c), signature);
    names_it(arena_print(arena,
                         "UPDATE checkpoint SET key = '%s', signature = '%s' "
                         "WHERE id = 2",
                         c.key, signature),
             "checkpoint 2", 1);
}

/* Whoever has the key and the database makes all of it anew. */
static void
only_a_checkpoint_kept_elsewhere_shows_a_chain_made_anew(void **state)
{
    (void)state;
    intact();
    const char *line = seen.last_line;
    const struct verify_options with_line = {
        .data = folder, .lines = &line, .line_count = 1, .now = clock_now()};
    assert_int_equal(verify_with(&with_line).errors, 0);
    by_hand("INSERT INTO unsealed (kind, row_id, since) SELECT kind, row_id, 1 "
            "FROM chain");
    by_hand("DELETE FROM chain");
    by_hand("DELETE FROM checkpoint");
    by_hand("UPDATE result SET points = 30, percent = 100");
    while (seal())
        ;
    sign();
    assert_int_equal(verify().errors, 0);
    struct findings found = verify_with(&with_line);
    assert_int_equal(found.errors, 1);
    assert_true(is_named(&found, "--checkpoint 2"));
    put_back();

    const char *wrong = "khoa.checkpoint.1 and so on";
    found = verify_with(&(struct verify_options){
        .data = folder, .lines = &wrong, .line_count = 1, .now = clock_now()});
    assert_int_equal(found.errors, 1);
}

/* ---- erasing, waiting, files
 * ---------------------------------------------------*/

static enum status add_erasure(struct db *tx, void *arg)
{
    const struct deed erasure = {.at = clock_now(),
                                 .action = erase_action,
                                 .object = "result",
                                 .object_id = *(int64_t *)arg};

    return audit_add(tx, arena, &erasure);
}

static void answers_can_be_erased_and_the_chain_still_holds(void **state)
{
    int64_t link = link_of("result", MIDDLE);
    int64_t id = strtoll(strchr(names[link], ' '), NULL, 10);
    const char *erase =
        arena_print(arena,
                    "UPDATE result SET outcomes = '[]' WHERE id = %lld; "
                    "UPDATE chain SET salt = NULL WHERE sequence = %lld",
                    (long long)id, (long long)link);

    (void)state;
    names_it(erase, names[link], 1); /* nobody answers for it */
    by_hand(erase);
    assert_int_equal(db_write(db, add_erasure, &id), OK);
    seal();
    intact();
    assert_int_equal(seen.erased, 1);
    by_hand(arena_print(arena, "UPDATE result SET points = 30 WHERE id = %lld",
                        (long long)id));
    assert_int_equal(verify().errors, 1);
    put_back();
}

static void what_is_taken_away_before_it_is_sealed_is_named(void **state)
{
    (void)state;
    names_it("INSERT INTO unsealed (kind, row_id, since) VALUES ('result', 55, "
             "1)",
             "result 55", 1);
}

/* The result is as it was, but the lists would show it as somebody else's. */
static void a_score_moved_to_somebody_else_is_named(void **state)
{
    int64_t link = link_of("result", MIDDLE);
    int64_t all = 0;

    (void)state;
    for (int i = 1; i <= LINKS; i++)
        all += !strncmp(names[i], "result", 6);
    names_it("UPDATE candidate SET person = 8 WHERE id = 1", names[link],
             (size_t)all);
}

static void a_file_that_does_not_fit_its_name_is_named(void **state)
{
    const char *digest = hash_of(arena, "abc", 3);
    const char *path =
        arena_print(arena, "%s/blobs/%.2s/%s", folder, digest, digest);

    (void)state;
    assert_int_equal(blob_put(arena, folder, digest, "abc", 3), OK);
    intact();
    assert_int_equal(seen.files, 1);
    assert_int_equal(system(arena_print(arena, "printf abd > %s", path)), 0);
    struct findings found = verify();
    assert_int_equal(found.errors, 1);
    assert_non_null(strstr(found.list[0].file, digest));
    assert_int_equal(unlink(path), 0);
    by_hand(arena_print(arena,
                        "INSERT INTO course_file (id, course, name, digest, "
                        "type, size) VALUES (9, 1, 'a', '%s', 'x', 3)",
                        digest));
    found = verify();
    assert_true(is_named(&found, "course_file 9"));
    by_hand("DELETE FROM course_file");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_changed_or_removed_deed_is_named),
        cmocka_unit_test(a_changed_or_removed_result_is_named),
        cmocka_unit_test(a_row_put_in_by_hand_is_named),
        cmocka_unit_test(two_rows_that_were_swapped_are_named),
        cmocka_unit_test(a_changed_link_is_named),
        cmocka_unit_test(an_innocent_row_is_not_blamed_for_its_link),
        cmocka_unit_test(a_removed_link_is_named),
        cmocka_unit_test(a_link_put_in_by_hand_is_named),
        cmocka_unit_test(links_that_were_swapped_are_named),
        cmocka_unit_test(a_changed_or_removed_checkpoint_is_named),
        cmocka_unit_test(an_end_that_was_cut_off_is_seen_by_what_was_signed),
        cmocka_unit_test(a_checkpoint_by_another_key_is_named),
        cmocka_unit_test(
            only_a_checkpoint_kept_elsewhere_shows_a_chain_made_anew),
        cmocka_unit_test(answers_can_be_erased_and_the_chain_still_holds),
        cmocka_unit_test(what_is_taken_away_before_it_is_sealed_is_named),
        cmocka_unit_test(a_score_moved_to_somebody_else_is_named),
        cmocka_unit_test(a_file_that_does_not_fit_its_name_is_named),
    };

    return cmocka_run_group_tests_name("verifying", tests, begin, house_end);
}
