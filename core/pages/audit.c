#include "pages/audit.h"

#include "base/clock.h"
#include "base/random.h"
#include "domain/exports.h"
#include "pages/fields.h"
#include "pages/pages.h"
#include "pages/people.h"
#include "pages/scope.h"
#include "report/sheet.h"
#include "text/fold.h"
#include "text/format.h"
#include "text/parse.h"
#include "views.h"
#include "json/json.h"

#include <string.h>
#include <sys/stat.h>

enum { LINES = 50, MOST_EXPORTED = 50000, DAY = 86400000 };

/* ---- words ---------------------------------------------------------------*/

static const struct {
    const char *action;
    enum trail_kind kind;
    enum word word;
} deeds[] = {
    {"account.open", TRAIL_ACCOUNTS, SAY_TRAIL_ACCOUNT_OPEN},
    {"account.slip", TRAIL_ACCOUNTS, SAY_TRAIL_ACCOUNT_SLIP},
    {"account.reset_by_slip", TRAIL_ACCOUNTS, SAY_TRAIL_ACCOUNT_RESET_BY_SLIP},
    {"account.reset_by_link", TRAIL_ACCOUNTS, SAY_TRAIL_ACCOUNT_RESET_BY_LINK},
    {"account.password_by_link", TRAIL_ACCOUNTS,
     SAY_TRAIL_ACCOUNT_PASSWORD_BY_LINK},
    {"account.password_change", TRAIL_ACCOUNTS,
     SAY_TRAIL_ACCOUNT_PASSWORD_CHANGE},
    {"account.second_step_set", TRAIL_ACCOUNTS,
     SAY_TRAIL_ACCOUNT_SECOND_STEP_SET},
    {"account.second_step_drop", TRAIL_ACCOUNTS,
     SAY_TRAIL_ACCOUNT_SECOND_STEP_DROP},
    {"account.disable", TRAIL_ACCOUNTS, SAY_TRAIL_ACCOUNT_DISABLE},
    {"account.enable", TRAIL_ACCOUNTS, SAY_TRAIL_ACCOUNT_ENABLE},
    {"account.end_sessions", TRAIL_ACCOUNTS, SAY_TRAIL_ACCOUNT_END_SESSIONS},
    {"account.first_administrator", TRAIL_ACCOUNTS,
     SAY_TRAIL_ACCOUNT_FIRST_ADMINISTRATOR},
    {"account.sign_in_failures", TRAIL_ACCOUNTS,
     SAY_TRAIL_ACCOUNT_SIGN_IN_FAILURES},
    {"role.give", TRAIL_ACCOUNTS, SAY_TRAIL_ROLE_GIVE},
    {"role.end", TRAIL_ACCOUNTS, SAY_TRAIL_ROLE_END},
    {"right.refused", TRAIL_ACCOUNTS, SAY_TRAIL_RIGHT_REFUSED},
    {"staff.import", TRAIL_PEOPLE, SAY_TRAIL_STAFF_IMPORT},
    {"staff.undo", TRAIL_PEOPLE, SAY_TRAIL_STAFF_UNDO},
    {"duty.give", TRAIL_PEOPLE, SAY_TRAIL_DUTY_GIVE},
    {"duty.end", TRAIL_PEOPLE, SAY_TRAIL_DUTY_END},
    {"duty.leave", TRAIL_PEOPLE, SAY_TRAIL_DUTY_LEAVE},
    {"unit.import", TRAIL_PEOPLE, SAY_TRAIL_UNIT_IMPORT},
    {"unit.undo", TRAIL_PEOPLE, SAY_TRAIL_UNIT_UNDO},
    {"unit.add", TRAIL_PEOPLE, SAY_TRAIL_UNIT_ADD},
    {"unit.move", TRAIL_PEOPLE, SAY_TRAIL_UNIT_MOVE},
    {"unit.replace", TRAIL_PEOPLE, SAY_TRAIL_UNIT_REPLACE},
    {"unit.close", TRAIL_PEOPLE, SAY_TRAIL_UNIT_CLOSE},
    {"accommodation.grant", TRAIL_PEOPLE, SAY_TRAIL_ACCOMMODATION_GRANT},
    {"accommodation.end", TRAIL_PEOPLE, SAY_TRAIL_ACCOMMODATION_END},
    {"requirement.make", TRAIL_PEOPLE, SAY_TRAIL_REQUIREMENT_MAKE},
    {"requirement.end", TRAIL_PEOPLE, SAY_TRAIL_REQUIREMENT_END},
    {"test.publish", TRAIL_SITTINGS, SAY_TRAIL_TEST_PUBLISH},
    {"sitting.schedule", TRAIL_SITTINGS, SAY_TRAIL_SITTING_SCHEDULE},
    {"sitting.call", TRAIL_SITTINGS, SAY_TRAIL_SITTING_CALL},
    {"sitting.cancel", TRAIL_SITTINGS, SAY_TRAIL_SITTING_CANCEL},
    {"sitting.release", TRAIL_SITTINGS, SAY_TRAIL_SITTING_RELEASE},
    {"sitting.conditions", TRAIL_SITTINGS, SAY_TRAIL_SITTING_CONDITIONS},
    {"sitting.exam-codes", TRAIL_SITTINGS, SAY_TRAIL_SITTING_EXAM_CODES},
    {"sitting.room-rules", TRAIL_SITTINGS, SAY_TRAIL_SITTING_ROOM_RULES},
    {"candidate.mark", TRAIL_SITTINGS, SAY_TRAIL_CANDIDATE_MARK},
    {"room.make", TRAIL_SITTINGS, SAY_TRAIL_ROOM_MAKE},
    {"room.remove", TRAIL_SITTINGS, SAY_TRAIL_ROOM_REMOVE},
    {"room.seat", TRAIL_SITTINGS, SAY_TRAIL_ROOM_SEAT},
    {"room.readmit", TRAIL_SITTINGS, SAY_TRAIL_ROOM_READMIT},
    {"room.waive", TRAIL_SITTINGS, SAY_TRAIL_ROOM_WAIVE},
    {"room.outage", TRAIL_SITTINGS, SAY_TRAIL_ROOM_OUTAGE},
    {"room.open", TRAIL_SITTINGS, SAY_TRAIL_ROOM_OPEN},
    {"room.admit", TRAIL_SITTINGS, SAY_TRAIL_ROOM_ADMIT},
    {"room.move", TRAIL_SITTINGS, SAY_TRAIL_ROOM_MOVE},
    {"room.pause", TRAIL_SITTINGS, SAY_TRAIL_ROOM_PAUSE},
    {"room.resume", TRAIL_SITTINGS, SAY_TRAIL_ROOM_RESUME},
    {"room.extend", TRAIL_SITTINGS, SAY_TRAIL_ROOM_EXTEND},
    {"room.suspend", TRAIL_SITTINGS, SAY_TRAIL_ROOM_SUSPEND},
    {"room.end", TRAIL_SITTINGS, SAY_TRAIL_ROOM_END},
    {"room.note", TRAIL_SITTINGS, SAY_TRAIL_ROOM_NOTE},
    {"proctor.appoint", TRAIL_SITTINGS, SAY_TRAIL_PROCTOR_APPOINT},
    {"proctor.dismiss", TRAIL_SITTINGS, SAY_TRAIL_PROCTOR_DISMISS},
    {"mark.give", TRAIL_RESULTS, SAY_TRAIL_MARK_GIVE},
    {"results.export", TRAIL_RESULTS, SAY_TRAIL_RESULTS_EXPORT},
    {"result.erase", TRAIL_RESULTS, SAY_TRAIL_RESULT_ERASE},
    {"audit.export", TRAIL_RESULTS, SAY_TRAIL_AUDIT_EXPORT},
    {"course.complete", TRAIL_RESULTS, SAY_TRAIL_COURSE_COMPLETE},
    {"regrade.open", TRAIL_RESULTS, SAY_TRAIL_REGRADE_OPEN},
    {"regrade.approve", TRAIL_RESULTS, SAY_TRAIL_REGRADE_APPROVE},
    {"regrade.apply", TRAIL_RESULTS, SAY_TRAIL_REGRADE_APPLY},
    {"regrade.withdraw", TRAIL_RESULTS, SAY_TRAIL_REGRADE_WITHDRAW},
    {"item.key", TRAIL_ITEMS, SAY_TRAIL_ITEM_KEY},
    {"package.add", TRAIL_ITEMS, SAY_TRAIL_PACKAGE_ADD},
    {"package.approve", TRAIL_ITEMS, SAY_TRAIL_PACKAGE_APPROVE},
    {"package.lift", TRAIL_ITEMS, SAY_TRAIL_PACKAGE_LIFT},
    {"course.import", TRAIL_ITEMS, SAY_TRAIL_COURSE_IMPORT},
};
enum { DEEDS = sizeof deeds / sizeof deeds[0] };

static const struct {
    const char *code;
    enum word word;
} kinds[TRAIL_KINDS] = {
    [TRAIL_ACCOUNTS] = {"accounts", SAY_TRAIL_KIND_ACCOUNTS},
    [TRAIL_PEOPLE] = {"people", SAY_TRAIL_KIND_PEOPLE},
    [TRAIL_SITTINGS] = {"sittings", SAY_TRAIL_KIND_SITTINGS},
    [TRAIL_RESULTS] = {"results", SAY_TRAIL_KIND_RESULTS},
    [TRAIL_ITEMS] = {"items", SAY_TRAIL_KIND_ITEMS},
};

const char *trail_kind_code(size_t kind)
{
    return kinds[kind].code;
}

const char *trail_kind_said(const struct reader *reader, size_t kind)
{
    return say(reader->language, kinds[kind].word);
}

const char *trail_what(const struct reader *reader,
                       const struct trail_deed *deed)
{
    for (size_t i = 0; i < DEEDS; i++)
        if (!strcmp(deeds[i].action, deed->action))
            return say(reader->language, deeds[i].word);
    return deed->action;
}

const char *trail_who(const struct reader *reader,
                      const struct trail_deed *deed)
{
    if (!deed->actor)
        return say(reader->language, SAY_AUDIT_MACHINE);
    return deed->actor_name ? deed->actor_name
                            : say(reader->language, SAY_AUDIT_GONE);
}

const char *trail_whom(const struct reader *reader,
                       const struct trail_deed *deed)
{
    return deed->person_name     ? deed->person_name
           : deed->sitting_title ? reader_text(reader, deed->sitting_title)
           : deed->unit_name     ? deed->unit_name
                                 : "–";
}

/* Of what is on record only what has words: no score and no code of a paper
   is told here. */
const char *trail_detail(const struct reader *reader,
                         const struct trail_deed *deed)
{
    struct tree detail;

    if (json_read(reader->arena, deed->detail, strlen(deed->detail), &detail) !=
        OK)
        return "–";
    const char *reason = tree_text(&detail, "reason"),
               *role = tree_text(&detail, "role"),
               *format = tree_text(&detail, "format");
    if (reason && *reason)
        return say_with(reader->arena, reader->language, SAY_AUDIT_REASON,
                        "reason", reason, NULL);
    if (role && role_of(role) < ROLE_COUNT)
        return say_with(reader->arena, reader->language, SAY_AUDIT_ROLE, "role",
                        role_said(reader, role), NULL);
    if (format)
        return say_with(reader->arena, reader->language, SAY_AUDIT_ROWS, "rows",
                        format_count(reader->arena, reader->language,
                                     tree_integer(&detail, "rows", 0)),
                        "format", format, NULL);
    return "–";
}

/* ---- what is looked for --------------------------------------------------*/

static const char *actions_of(struct arena *arena, const char *kind)
{
    struct buf list = {.arena = arena};

    for (size_t k = 0; k < TRAIL_KINDS; k++) {
        if (strcmp(kinds[k].code, kind))
            continue;
        emit_text(&list, ",");
        for (size_t i = 0; i < DEEDS; i++)
            if (deeds[i].kind == k) {
                emit_text(&list, deeds[i].action);
                emit_text(&list, ",");
            }
    }
    return list.data;
}

static void read_days(const struct fields *from, struct request *req,
                      struct trail_filter *filter, struct audit_page *page)
{
    int64_t day;

    page->from = line_asked(from, req->arena, "from");
    page->to = line_asked(from, req->arena, "to");
    if (*page->from && parse_day(page->from, &day))
        filter->from = clock_day_start(day);
    else
        page->bad_day |= *page->from != 0;
    if (*page->to && parse_day(page->to, &day))
        filter->before = clock_day_start(day) + DAY - 1;
    else
        page->bad_day |= *page->to != 0;
}

/* Who is there for a part of the agency sees that part only. */
static enum status read_unit(struct request *req, struct trail_filter *filter)
{
    if (scope_of(req, SEE_AUDIT).whole)
        return OK;
    for (size_t i = 0; !filter->unit && i < req->visitor->scope_count; i++)
        if (role_rights(req->visitor->scopes[i].role) >> SEE_AUDIT & 1)
            filter->unit = req->visitor->scopes[i].unit;
    return scope_unit(req, SEE_AUDIT, filter->unit, filter->day);
}

static enum status read_filter(struct request *req, const struct fields *from,
                               struct trail_filter *filter,
                               struct audit_page *page)
{
    *filter = (struct trail_filter){.before = req->now + DAY,
                                    .before_id = INT64_MAX,
                                    .unit = field_number(from, "unit", 0),
                                    .day = clock_day(req->now)};
    page->find = line_asked(from, req->arena, "find");
    page->kind = line_asked(from, req->arena, "kind");
    if (*page->find) {
        filter->find = text_fold(req->arena, page->find);
        filter->number = page->find;
    }
    if (*page->kind)
        filter->actions = actions_of(req->arena, page->kind);
    read_days(from, req, filter, page);
    TRY(read_unit(req, filter));
    page->unit = filter->unit;
    return OK;
}

static const char *link_of(const struct request *req,
                           const struct audit_page *page)
{
    struct buf find = {.arena = req->arena}, from = find, to = find,
               kind = find;

    emit_part_text(&find, page->find);
    emit_part_text(&from, page->from);
    emit_part_text(&to, page->to);
    emit_part_text(&kind, page->kind);
    return arena_print(req->arena,
                       "/audit?find=%s&from=%s&to=%s&kind=%s&unit=%lld",
                       find.data ? find.data : "", from.data ? from.data : "",
                       to.data ? to.data : "", kind.data ? kind.data : "",
                       (long long)page->unit);
}

enum status audit_show(struct request *req, struct response *res)
{
    struct trail_filter filter;
    struct audit_page page = {0};

    TRY(read_filter(req, &req->query, &filter, &page));
    int64_t at = field_number(&req->query, "at", 0);
    if (at) { /* a page further on */
        filter.before = at;
        filter.before_id = field_number(&req->query, "id", INT64_MAX);
        page.first = link_of(req, &page);
    }
    TRY(score_unit_list(req->house->db, req->arena, filter.day, &page.units,
                        &page.unit_count));
    TRY(audit_trail_list(req->house->db, req->arena, &filter, LINES + 1,
                         &page.deeds, &page.count));
    if (page.count > LINES) {
        page.count = LINES;
        page.next =
            arena_print(req->arena, "%s&at=%lld&id=%lld", link_of(req, &page),
                        (long long)page.deeds[LINES - 1].at,
                        (long long)page.deeds[LINES - 1].id);
    }
    res->title = say(req->visitor->language, SAY_AUDIT_TITLE);
    view_audit(&res->body, reader_of(req, res), &page);
    return OK;
}

/* ---- as a file -----------------------------------------------------------*/

static enum status write_rows(const struct reader *reader, struct sheet *sheet,
                              const struct trail_deed *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        TRY(sheet_row(sheet,
                      (struct value[]){integer(list[i].at),
                                       text(trail_who(reader, &list[i])),
                                       text(trail_what(reader, &list[i])),
                                       text(trail_whom(reader, &list[i])),
                                       text(trail_detail(reader, &list[i])),
                                       text(list[i].action)}));
    return OK;
}

static enum status write_file(const struct reader *reader, const char *path,
                              enum sheet_format format,
                              const struct trail_deed *list, size_t count)
{
    const enum language in = reader->language;
    const struct column columns[] = {
        {"luc", say(in, SAY_AUDIT_WHEN), COLUMN_MOMENT, 20},
        {"ai", say(in, SAY_AUDIT_WHO), COLUMN_TEXT, 28},
        {"viec", say(in, SAY_AUDIT_WHAT), COLUMN_TEXT, 34},
        {"doi_voi", say(in, SAY_AUDIT_WHOM), COLUMN_TEXT, 34},
        {"chi_tiet", say(in, SAY_AUDIT_DETAIL), COLUMN_TEXT, 40},
        {"ma_viec", say(in, SAY_AUDIT_CODE), COLUMN_TEXT, 24},
    };
    struct sheet *sheet;

    TRY(sheet_open(&sheet, format, path, say(in, SAY_AUDIT_TITLE), columns,
                   sizeof columns / sizeof *columns));
    enum status status = write_rows(reader, sheet, list, count);
    if (status != OK) {
        sheet_drop(sheet);
        return status;
    }
    return sheet_close(sheet);
}

enum status audit_export(struct request *req, struct response *res)
{
    struct trail_filter filter;
    struct audit_page page = {0};
    enum sheet_format format;

    if (!sheet_format_of(field(&req->form, "format"), &format))
        return INVALID;
    TRY(read_filter(req, &req->form, &filter, &page));
    TRY(audit_trail_list(req->house->db, req->arena, &filter, MOST_EXPORTED,
                         &page.deeds, &page.count));
    const char *folder = arena_print(req->arena, "%s/tmp", req->house->data);
    (void)mkdir(folder, 0700);
    const char *path =
        arena_print(req->arena, "%s/audit-%lld", folder, (long long)id_new());
    TRY(write_file(reader_of(req, res), path, format, page.deeds, page.count));
    const struct export_record record = {.actor = req->visitor->person,
                                         .now = req->now,
                                         .format = field(&req->form, "format"),
                                         .trail = true,
                                         .unit = filter.unit,
                                         .rows = (int64_t)page.count};
    res->file = path; /* from here on the server deletes it */
    TRY(export_recorded(req->house->db, &record));
    res->type = sheet_type(format);
    res->layout = BARE;
    res->download = arena_print(req->arena, "nhat-ky-%lld.%s",
                                (long long)clock_day(req->now),
                                field(&req->form, "format"));
    return OK;
}
