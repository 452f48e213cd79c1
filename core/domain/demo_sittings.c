#include "domain/demo_parts.h"

#include "base/clock.h"
#include "domain/answers.h"
#include "domain/chance.h"
#include "domain/grading.h"
#include "domain/proctoring.h"
#include "domain/rights.h"
#include "domain/sittings.h"
#include "quiz/questions.h"
#include "store/people.h"
#include "store/units.h"

#include <math.h>
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

/* How likely somebody answers an item rightly, after Rasch: the logistic of
   ability less difficulty, in logits. Ability is the same in all sittings. */
static double ability_of(const char *number)
{
    struct chance chance = chance_of("Khoa demo ability", number);
    double sum = 0;

    for (int i = 0; i < 12; i++) /* nearly normal: mean 0, deviation 1 */
        sum += (double)chance_below(&chance, 1000) / 1000;
    return 0.6 + 0.9 * (sum - 6);
}

static double difficulty_of(const struct item_row *item)
{
    struct chance chance = chance_of("Khoa demo difficulty", item->code);

    return ((double)item->level - 2) * 0.8 +
           ((double)chance_below(&chance, 1000) / 1000 - 0.5) * 1.2;
}

struct sitter {
    struct house *house;
    struct arena *arena;
    const struct test_plan *plan;
    struct chance chance;
    int64_t attempt;
    double ability;
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

/* What some wrote, better and worse, for a marker to read. */
static const struct {
    const char *item;
    const char *texts[4];
} essays[] = {
    {"ld-01",
     {"Kính gửi bà Lan. Hồ sơ đăng ký hộ kinh doanh của bà trễ hẹn hai ngày vì "
      "hệ thống của chúng tôi bị gián đoạn. Chúng tôi xin lỗi bà. Kết quả sẽ "
      "có trước 16 giờ ngày mai, bà nhận ở quầy 3 hoặc qua bưu chính, không "
      "thêm phí.",
      "Thông báo: hồ sơ của bà chậm do lỗi mạng. Đề nghị bà theo dõi và quay "
      "lại sau.",
      "Thưa bà, phường thành thật xin lỗi vì đã để bà chờ. Máy chủ hỏng nên hồ "
      "sơ chưa ký được. Chiều thứ Năm bà ghé quầy 3, em để sẵn giấy; nếu bà "
      "bận, em gửi về tận nhà.",
      "Bà Lan thân mến, rất tiếc hồ sơ trễ hai ngày. Nguyên nhân là hệ thống. "
      "Mong bà thông cảm."}},
    {"ld-02",
     {"Dạ việc này thuộc thẩm quyền của Sở Tư pháp nên phường không xác nhận "
      "được ạ. Bác mang căn cước và đơn theo mẫu này đến Trung tâm Phục vụ "
      "hành chính công Thành phố, quầy 12. Cháu in phiếu chỉ đường cho bác và "
      "gọi trước để bác khỏi chờ.",
      "Việc này không làm ở đây. Bác lên thành phố hỏi.",
      "Thưa bác, phường chỉ xác nhận nơi cư trú; giấy bác cần do Sở Tư pháp "
      "cấp. Bác cần căn cước và bản sao giấy khai sinh.",
      "Cháu xin lỗi bác, phường không có quyền xác nhận việc này. Bác có thể "
      "nộp trực tuyến; nếu bác cần, cháu giúp bác nộp ngay tại ki-ốt kia ạ."}},
};

static bool write_essay(struct sitter *s, const struct item_row *item,
                        struct tree *typed)
{
    struct tree_maker map = tree_map(s->arena);

    for (size_t i = 0; i < sizeof essays / sizeof *essays; i++)
        if (!strcmp(essays[i].item, item->code)) {
            tree_put(
                &map, "text",
                tree_of_text(essays[i].texts[chance_below(&s->chance, 4)]));
            *typed = tree_done(&map);
            return true;
        }
    return false;
}

static bool knows(struct sitter *s, const struct item_row *item)
{
    double p = 1 / (1 + exp(difficulty_of(item) - s->ability));

    return (double)chance_below(&s->chance, 1000) < p * 1000;
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
    if (write_essay(s, &item->row, &typed))
        ; /* nobody knows, somebody has to read it */
    else if (knows(s, &item->row))
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
 * ----------------------------------------------------------------------------*/

struct run {
    struct house *house;
    struct arena *arena;
    int64_t by;
};

struct call {
    const char *test, *code, *title_vi, *title_en, *unit;
    int64_t opens_at, closes_at;
};

static enum status find_test(const struct run *r, const char *code, int64_t *id)
{
    const struct test *tests;
    size_t count;

    TRY(test_list(r->house->db, r->arena, &tests, &count));
    for (size_t i = 0; i < count; i++)
        if (!strcmp(tests[i].code, code)) {
            *id = tests[i].id;
            return OK;
        }
    return MISSING;
}

static enum status schedule(const struct run *r, const struct call *call,
                            int64_t now, int64_t *id)
{
    const struct unit *unit;
    enum sitting_fault fault;
    int64_t test;
    size_t called;

    TRY(find_test(r, call->test, &test));
    TRY(unit_code_find(r->house->db, r->arena, call->unit, DEMO_FROM, &unit));
    const struct new_sitting sitting = {
        .code = call->code,
        .test = test,
        .title_vi = call->title_vi,
        .title_en = call->title_en,
        .basis = "Kế hoạch số 99/KH-UBND (minh họa)",
        .rules_vi = rules_vi,
        .rules_en = rules_en,
        .opens_at = call->opens_at,
        .closes_at = call->closes_at,
        .units = &unit->id,
        .unit_count = 1,
        .by = r->by,
        .now = now,
    };
    return sitting_schedule(r->house, r->arena, &sitting, id, &called, &fault);
}

static enum status find_candidate(const struct run *r, struct arena *arena,
                                  int64_t sitting, const char *staff_number,
                                  const struct candidate **out)
{
    const struct person *person;

    TRY(person_key_find(r->house->db, arena, staff_number, &person));
    return candidate_find_by_person(r->house->db, arena, sitting, person->id,
                                    out);
}

static enum status excuse(const struct run *r, int64_t sitting,
                          const char *staff_number, const char *state,
                          const char *reason, int64_t now)
{
    const struct candidate *candidate;

    TRY(find_candidate(r, r->arena, sitting, staff_number, &candidate));
    return candidate_mark_as(r->house, r->arena, candidate->id, state, reason,
                             r->by, now);
}

/* One of those who were called; one in thirty does not come. */
static enum status sit_one(const struct run *r, struct arena *arena,
                           int64_t sitting, const struct test_plan *plan,
                           const char *number, int64_t now)
{
    struct sitter s = {.house = r->house,
                       .arena = arena,
                       .plan = plan,
                       .chance =
                           chance_of(r->house->chance,
                                     arena_print(arena, "%s %lld", number,
                                                 (long long)(plan->limit_ms))),
                       .ability = ability_of(number)};
    const struct candidate *candidate;
    enum status status = find_candidate(r, arena, sitting, number, &candidate);

    if (status == MISSING)
        return OK; /* not called: has left, or works elsewhere */
    TRY(status);
    if (strcmp(candidate->state, "called") || !chance_below(&s.chance, 30))
        return OK;
    return sit(&s, sitting, candidate->person,
               now + (int64_t)chance_below(&s.chance, 5 * MINUTE));
}

static enum status sit_all(const struct run *r, int64_t sitting, int64_t now)
{
    const struct sitting *row;
    const struct shelf_test *test;

    TRY(sitting_find(r->house->db, r->arena, sitting, &row));
    TRY(shelf_test(r->house, row->test, &test));
    for (int n = 1; n <= DEMO_PEOPLE; n++) {
        struct arena *arena = arena_new();
        enum status status = sit_one(r, arena, sitting, &test->plan,
                                     arena_print(arena, "SH%04d", n), now);
        arena_free(arena);
        TRY(status);
    }
    return OK;
}

static enum status grade_all(struct house *house, int64_t when)
{
    for (size_t done = 1; done;)
        TRY(grading_step(house, when, &done));
    return OK;
}

static enum status publish(const struct run *r, int64_t now)
{
    static const char *const codes[] = {"attt-cuoi-khoa", "kns-cuoi-khoa",
                                        "tthc-cuoi-khoa", "attt-tinh-huong",
                                        "tthc-loi-dap"};
    int64_t id;

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        TRY(find_test(r, codes[i], &id));
        TRY(test_publication(r->house, r->arena, id, r->by, now));
    }
    return OK;
}

enum status demo_past_sittings(struct house *house, struct arena *arena,
                               int64_t by, int64_t now)
{
    const struct run r = {house, arena, by};
    int64_t hour = now - now % HOUR, id;
    struct call call = {"attt-cuoi-khoa",
                        "ATTT-2026-1",
                        "Kiểm tra an toàn thông tin – đợt 1/2026",
                        "Information security test – round 1/2026",
                        "H99",
                        hour - 14 * (int64_t)DAY,
                        hour - 14 * (int64_t)DAY + 2 * HOUR};

    TRY(publish(&r, now - 22 * (int64_t)DAY));
    TRY(schedule(&r, &call, call.opens_at - 7 * (int64_t)DAY, &id));
    TRY(excuse(&r, id, "SH0020", "excused", "Nghỉ thai sản", call.opens_at));
    TRY(excuse(&r, id, "SH0033", "excused", "Đi công tác theo quyết định",
               call.opens_at));
    TRY(sit_all(&r, id, call.opens_at + 2 * MINUTE));
    TRY(grade_all(house, call.closes_at));
    call = (struct call){"kns-cuoi-khoa",
                         "KNS-2026-1",
                         "Sát hạch kỹ năng số 2026 – ca 1, phường Cầu Đá",
                         "Test of digital skills 2026 – round 1, Cầu Đá ward",
                         "H99.20",
                         hour - 7 * (int64_t)DAY,
                         hour - 7 * (int64_t)DAY + 2 * HOUR};
    TRY(schedule(&r, &call, call.opens_at - 7 * (int64_t)DAY, &id));
    TRY(sit_all(&r, id, call.opens_at + 2 * MINUTE));
    TRY(grade_all(house, call.closes_at));
    /* What was written there waits for a marker. */
    call =
        (struct call){"tthc-loi-dap",
                      "LD-2026-1",
                      "Bài viết: lời đáp với người dân – Điểm phục vụ Cầu Đá",
                      "In writing: answering residents – Cầu Đá point",
                      "H99.20.03",
                      hour - 2 * (int64_t)DAY,
                      hour - 2 * (int64_t)DAY + 2 * HOUR};
    TRY(schedule(&r, &call, call.opens_at - 7 * (int64_t)DAY, &id));
    TRY(sit_all(&r, id, call.opens_at + 2 * MINUTE));
    return grade_all(house, call.closes_at);
}

/* Whoever writes, reviews, supplies or watches over the items does not sit
   them. */
static enum status leave_out_insiders(const struct run *r, int64_t sitting,
                                      int64_t now)
{
    const struct candidate_grant *grants;
    size_t count;

    TRY(candidate_grant_list(r->house->db, r->arena, sitting, clock_day(now),
                             &grants, &count));
    for (size_t i = 0; i < count; i++) {
        const struct candidate *candidate;
        if (!(role_rights(role_of(grants[i].role)) >> SEE_ITEMS & 1))
            continue;
        TRY(candidate_find_by_person(r->house->db, r->arena, sitting,
                                     grants[i].person, &candidate));
        TRY(candidate_mark_as(r->house, r->arena, candidate->id, "exempt",
                              "Được xem câu hỏi theo nhiệm vụ", r->by, now));
    }
    return OK;
}

/* Two rooms, seats for whoever fits, and a proctor for all of it. */
static enum status arrange(const struct run *r, int64_t sitting, int64_t now)
{
    static const struct room rooms[] = {
        {.name = "P.201",
         .place = "Trung tâm Phục vụ hành chính công",
         .seats = 12},
        {.name = "P.202",
         .place = "Trung tâm Phục vụ hành chính công",
         .seats = 12}};
    const struct person *proctor;
    size_t seated, left;

    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
        struct room room = rooms[i];
        room.sitting = sitting;
        TRY(room_open(r->house, r->arena, &room, r->by, now));
    }
    TRY(seats_fill(r->house, r->arena, sitting, r->by, now, &seated, &left));
    TRY(person_key_find(r->house->db, r->arena, "SH0032", &proctor));
    TRY(proctor_appoint(r->house, r->arena, sitting, 0, proctor->id, r->by,
                        now));
    return sitting_rules_set(r->house, r->arena, sitting,
                             &(struct room_rules){.admits = true}, r->by, now);
}

enum status demo_coming_sittings(struct house *house, struct arena *arena,
                                 int64_t by, int64_t now)
{
    const struct run r = {house, arena, by};
    int64_t week = now - now % HOUR + 7 * (int64_t)DAY, id;
    const struct call open = {"attt-cuoi-khoa",
                              "ATTT-2026-2",
                              "Kiểm tra an toàn thông tin – đợt 2/2026",
                              "Information security test – round 2/2026",
                              "H99",
                              now - HOUR,
                              now + 60 * (int64_t)DAY};
    const struct call coming = {"tthc-cuoi-khoa",
                                "TTHC-2026-1",
                                "Kiểm tra thủ tục hành chính hai cấp – đợt 1",
                                "Test on two-tier procedures – round 1",
                                "H99.20",
                                week,
                                week + 3 * HOUR};

    TRY(schedule(&r, &open, now - HOUR, &id));
    TRY(leave_out_insiders(&r, id, now));
    TRY(schedule(&r, &coming, now, &id));
    TRY(leave_out_insiders(&r, id, now));
    return arrange(&r, id, now);
}
