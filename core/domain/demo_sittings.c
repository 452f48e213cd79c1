#include "domain/demo_parts.h"

#include "domain/answers.h"
#include "domain/chance.h"
#include "domain/grading.h"
#include "domain/sittings.h"
#include "quiz/questions.h"
#include "store/people.h"
#include "store/units.h"

#include <string.h>

enum {
    MINUTE = 60 * 1000,
    HOUR = 60 * MINUTE,
    DAY = 24 * HOUR,
};

static const char rules_vi[] =
    "- Làm bài một mình, không trao đổi với người khác.\n"
    "- Được dùng giấy nháp; không dùng tài liệu, điện thoại hay công cụ AI.\n"
    "- Mỗi câu trả lời được lưu khi bạn chuyển câu. Mất mạng hay máy hỏng thì "
    "vào lại từ máy khác và làm tiếp; thời gian vẫn tính theo giờ máy chủ.\n"
    "- Có thắc mắc về kết quả, gửi đơn vị tổ chức trong 10 ngày làm việc.";
static const char rules_en[] =
    "- Work alone; do not talk to others.\n"
    "- Scrap paper is allowed; documents, phones and AI tools are not.\n"
    "- Each answer is saved when you move on. If the network or the machine "
    "fails, come back from another machine and carry on; time runs by the "
    "server's clock.\n"
    "- Questions about a result go to the organiser within 10 working days.";

/* ---- a candidate who knows some of it
 * ---------------------------------------*/

struct sitter {
    struct house *house;
    struct arena *arena;
    const struct test_plan *plan;
    struct chance chance;
    int64_t attempt;
    uint64_t knows; /* answers of a hundred */
};

static struct tree list_of_one(struct arena *arena, const char *text)
{
    struct tree_maker list = tree_list(arena);

    tree_add(&list, tree_of_text(text));
    return tree_done(&list);
}

/* Something one may type there, right only by luck. */
static struct tree guess(struct sitter *s, const struct tree *input)
{
    const char *type = tree_text(input, "type");
    const struct tree *options = tree_get(input, "options");

    if (options && options->count) {
        const char *one =
            options->items[chance_below(&s->chance, options->count)].text;
        return strcmp(type, "set") ? tree_of_text(one)
                                   : list_of_one(s->arena, one);
    }
    if (!strcmp(type, "text"))
        return tree_of_text("không nhớ");
    return tree_of_text(
        arena_print(s->arena, "%d", (int)chance_below(&s->chance, 50) + 1));
}

static struct tree guess_all(struct sitter *s,
                             const struct shelf_variant *variant)
{
    struct tree_maker typed = tree_map(s->arena);

    for (size_t i = 0; i < variant->inputs.count; i++)
        tree_put(&typed, variant->inputs.names[i],
                 guess(s, &variant->inputs.items[i]));
    return tree_done(&typed);
}

/* One slot in twenty stays blank. */
static enum status answer_slot(struct sitter *s, const struct slot *slot,
                               int64_t number, int64_t now)
{
    const struct shelf_item *item;
    struct tree typed, settings = grading_settings(s->arena, s->plan);
    struct receipt receipt;

    TRY(shelf_item(s->house, slot->item, &item));
    const struct shelf_variant *variant = shelf_variant(item, slot->variant);
    if (!variant || !chance_below(&s->chance, 20))
        return OK;
    if (chance_below(&s->chance, 100) < s->knows)
        TRY(question_model(s->house->questions, s->arena, &item->item,
                           &variant->params, &variant->truth, &settings,
                           &typed));
    else
        typed = guess_all(s, variant);
    const struct save save = {
        .attempt = s->attempt,
        .slot = number,
        .save_id = arena_print(s->arena, "demo-%lld-%lld",
                               (long long)s->attempt, (long long)number),
        .typed = typed,
        .now = now,
    };
    return answer_save(s->house, s->arena, &save, &receipt);
}

static enum status sit(struct sitter *s, int64_t sitting, int64_t person,
                       int64_t now)
{
    enum admission admission;
    const struct attempt *attempt;
    struct paper paper;

    TRY(attempt_start(s->house, s->arena, sitting, person, true, now,
                      &admission, &s->attempt));
    if (admission != ADMITTED)
        return FAILED;
    TRY(attempt_find(s->house->db, s->arena, s->attempt, &attempt));
    TRY(paper_read(s->arena, attempt->paper, &paper));
    for (size_t i = 0; i < paper.count; i++) {
        now += 20000 + (int64_t)chance_below(&s->chance, 40000);
        TRY(answer_slot(s, &paper.slots[i], (int64_t)i + 1, now));
    }
    return attempt_hand_in(s->house, s->attempt, now + 30000);
}

/* ---- sittings
 * ----------------------------------------------------------------*/

struct run {
    struct house *house;
    struct arena *arena;
    const struct test *test;
    const struct test_plan *plan;
    int64_t by;
};

static enum status schedule(const struct run *r, const char *code,
                            const char *title_vi, const char *title_en,
                            int64_t opens_at, int64_t closes_at, int64_t now,
                            int64_t *id)
{
    const struct unit *city;
    enum sitting_fault fault;
    size_t called;

    TRY(unit_code_find(r->house->db, r->arena, "H99", DEMO_FROM, &city));
    const struct new_sitting sitting = {
        .code = code,
        .test = r->test->id,
        .title_vi = title_vi,
        .title_en = title_en,
        .basis = "Kế hoạch số 99/KH-UBND (minh họa)",
        .rules_vi = rules_vi,
        .rules_en = rules_en,
        .opens_at = opens_at,
        .closes_at = closes_at,
        .units = &city->id,
        .unit_count = 1,
        .by = r->by,
        .now = now,
    };
    return sitting_schedule(r->house, r->arena, &sitting, id, &called, &fault);
}

static enum status excuse(const struct run *r, int64_t sitting,
                          const char *staff_number, const char *state,
                          const char *reason, int64_t now)
{
    const struct person *person;
    const struct candidate *candidate;

    TRY(person_key_find(r->house->db, r->arena, staff_number, &person));
    TRY(candidate_find_by_person(r->house->db, r->arena, sitting, person->id,
                                 &candidate));
    return candidate_mark_as(r->house, r->arena, candidate->id, state, reason,
                             r->by, now);
}

/* Everybody but those with a state of their own; who knows how much follows
   from the seed. */
static enum status sit_all(const struct run *r, int64_t sitting, int64_t now)
{
    for (int n = 1; n <= 39; n++) {
        const char *number = arena_print(r->arena, "SH%04d", n);
        struct sitter s = {.house = r->house,
                           .arena = r->arena,
                           .plan = r->plan,
                           .chance = chance_of(r->house->chance, number)};
        const struct person *person;
        const struct candidate *candidate;
        TRY(person_key_find(r->house->db, r->arena, number, &person));
        TRY(candidate_find_by_person(r->house->db, r->arena, sitting,
                                     person->id, &candidate));
        if (strcmp(candidate->state, "called"))
            continue;
        s.knows = 35 + chance_below(&s.chance, 61);
        TRY(sit(&s, sitting, person->id,
                now + (int64_t)chance_below(&s.chance, 5 * MINUTE)));
    }
    return OK;
}

static enum status grade_all(struct house *house, int64_t when)
{
    for (size_t done = 1; done;)
        TRY(grading_step(house, when, &done));
    return OK;
}

static enum status run_of(struct run *run, struct house *house,
                          struct arena *arena, int64_t by, int64_t now)
{
    const struct test *tests;
    struct test_plan *plan = arena_make(arena, struct test_plan);
    size_t count;

    TRY(test_list(house->db, arena, &tests, &count));
    if (!count)
        return MISSING;
    *run = (struct run){house, arena, NULL, plan, by};
    TRY(test_find(house->db, arena, tests[0].id, &run->test));
    if (!run->test->published_at) {
        TRY(test_publication(house, arena, run->test->id, by,
                             now - 22 * (int64_t)DAY));
        TRY(test_find(house->db, arena, tests[0].id, &run->test));
    }
    return test_read(arena, run->test->definition, plan);
}

enum status demo_past_sitting(struct house *house, struct arena *arena,
                              int64_t by, int64_t now)
{
    int64_t opens = now - now % HOUR - 14 * (int64_t)DAY, id;
    struct run r;

    TRY(run_of(&r, house, arena, by, now));
    TRY(schedule(&r, "ATTT-2026-1", "Kiểm tra an toàn thông tin – đợt 1/2026",
                 "Information security test – round 1/2026", opens,
                 opens + 2 * HOUR, opens - 7 * (int64_t)DAY, &id));
    TRY(excuse(&r, id, "SH0020", "excused", "Nghỉ thai sản", opens));
    TRY(excuse(&r, id, "SH0033", "excused", "Đi công tác theo quyết định",
               opens));
    TRY(sit_all(&r, id, opens + 2 * MINUTE));
    return grade_all(house, opens + 2 * HOUR);
}

enum status demo_open_sitting(struct house *house, struct arena *arena,
                              int64_t by, int64_t now)
{
    struct run r;
    int64_t id;

    TRY(run_of(&r, house, arena, by, now));
    return schedule(&r, "ATTT-2026-2",
                    "Kiểm tra an toàn thông tin – đợt 2/2026",
                    "Information security test – round 2/2026", now - HOUR,
                    now + 60 * (int64_t)DAY, now - HOUR, &id);
}
