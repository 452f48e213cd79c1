#include "domain/verifying.h"

#include "base/clock.h"
#include "domain/answers.h"
#include "domain/evidence.h"
#include "seal/hash.h"
#include "seal/sign.h"
#include "store/audit.h"
#include "store/blobs.h"
#include "store/courses.h"
#include "store/items.h"
#include "json/json.h"

#include <dirent.h>
#include <inttypes.h>
#include <string.h>

enum { SOON_MS = 60000 };

struct verifying {
    struct db *db;
    const struct verify_options *options;
    struct verification *out;
    struct findings *findings;
    int64_t sequence;     /* of the link before */
    const char *stored;   /* what it says */
    const char *reckoned; /* what it should say */
    struct arena *kept;   /* of those two */
    int64_t *broken;      /* links that do not hold, ascending */
    size_t broken_count, broken_room;
    char key[KEY_TEXT];    /* of the house; "": unknown */
    int64_t checkpoint;    /* id of the one before */
    int64_t checkpoint_at; /* its number in the chain */
};

static void name_it(struct verifying *v, const char *kind, int64_t row,
                    const char *vi, const char *en)
{
    struct arena *arena = v->findings->arena;

    find_error(v->findings, arena_print(arena, "%s %" PRId64, kind, row), 0, vi,
               en);
}

/* ---- rows
 * --------------------------------------------------------------------*/

static bool is_erased(struct verifying *v, const struct chain_link *link,
                      const struct evidence *row)
{
    int64_t deeds = 0;

    if (link->salt || strcmp(link->kind, "result") ||
        strcmp(row->erasable, erased_outcomes))
        return false;
    if (audit_deed_count(v->db, erase_action, "result", row->row, &deeds) != OK)
        return false;
    return deeds > 0;
}

static bool erasable_fits(struct verifying *v, struct arena *arena,
                          const struct chain_link *link,
                          const struct evidence *row)
{
    if (!link->erasable || !row->erasable)
        return !link->erasable == !row->erasable;
    if (is_erased(v, link, row)) {
        v->out->erased++;
        return true;
    }
    return link->salt &&
           !strcmp(link->erasable,
                   evidence_erasable(arena, link->salt, row->erasable));
}

/* A link that does not hold says nothing of its row: it was named itself. */
static bool is_broken(const struct verifying *v, int64_t sequence)
{
    size_t low = 0, high = v->broken_count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (v->broken[middle] < sequence)
            low = middle + 1;
        else
            high = middle;
    }
    return low < v->broken_count && v->broken[low] == sequence;
}

/* The lists find a result through its attempt and its candidate, which are not
   sealed: who points them elsewhere gives the score to somebody else. */
static enum status check_holder(struct verifying *v, int64_t result)
{
    enum status status = result_holder_find(v->db, result);

    if (status != MISSING)
        return status;
    name_it(v, "result", result,
            "lượt thi hoặc thí sinh không còn là của người và ca thi này: bị "
            "sửa ngoài phần mềm",
            "its attempt or candidate is not of its person and sitting any "
            "more: changed by hand");
    return OK;
}

static void name_erasable(struct verifying *v, const struct chain_link *link)
{
    if (!strcmp(link->kind, "result"))
        name_it(v, link->kind, link->row,
                "bài làm (outcomes) khác với lúc niêm phong: bị sửa ngoài phần "
                "mềm",
                "its outcomes differ from what was sealed: changed by hand");
    else
        name_it(v, link->kind, link->row,
                "câu trả lời, mã biên nhận hoặc thời điểm lưu (answer_event) "
                "khác với lúc niêm phong, bị thêm hoặc bị xóa ngoài phần mềm",
                "its answers, receipts or their moments (answer_event) differ "
                "from what was sealed, or some were put in or removed by hand");
}

static enum status check_row(struct verifying *v, const struct chain_link *link,
                             struct evidence row)
{
    struct arena *arena = arena_new();
    bool broken = is_broken(v, link->sequence);
    enum status status = row.count ? evidence_complete(v->db, arena, &row) : OK;

    if (status != OK)
        ;
    else if (!row.count)
        name_it(v, link->kind, link->row,
                "dòng đã niêm phong nhưng nay không còn: bị xóa ngoài phần mềm",
                "was sealed and is gone: removed by hand");
    else if (!broken && strcmp(evidence_digest(arena, &row), link->digest))
        name_it(v, link->kind, link->row,
                "nội dung khác với lúc niêm phong: bị sửa ngoài phần mềm",
                "differs from what was sealed: changed by hand");
    else if (!broken && !erasable_fits(v, arena, link, &row))
        name_erasable(v, link);
    else if (!broken && !strcmp(link->kind, "result"))
        status = check_holder(v, link->row);
    arena_free(arena);
    return status;
}

/* ---- links
 * --------------------------------------------------------------------*/

static void check_gap(struct verifying *v, int64_t sequence)
{
    int64_t first = v->sequence + 1, last = sequence - 1;
    struct arena *arena = v->findings->arena;

    if (first > last)
        return;
    find_error(v->findings,
               first == last ? arena_print(arena, "chain %" PRId64, first)
                             : arena_print(arena, "chain %" PRId64 "-%" PRId64,
                                           first, last),
               0, "mắt xích không còn: bị xóa ngoài phần mềm",
               "links are gone: removed by hand");
}

static void remember(struct verifying *v, int64_t sequence)
{
    if (v->broken_count == v->broken_room) {
        v->broken_room = v->broken_room * 2 + 64;
        int64_t *more = arena_many(v->findings->arena, int64_t, v->broken_room);
        if (v->broken_count)
            memcpy(more, v->broken, v->broken_count * sizeof *more);
        v->broken = more;
    }
    v->broken[v->broken_count++] = sequence;
}

/* A link that was edited makes the next one wrong too, unless that one is
   reckoned from what should have stood there. Only the first is to blame. */
static void check_link(struct verifying *v, const struct chain_link *link)
{
    struct arena *arena = arena_new();
    const char *from_stored = evidence_link(arena, v->stored, link);
    const char *from_reckoned = evidence_link(arena, v->reckoned, link);
    bool gap = link->sequence != v->sequence + 1;
    bool holds =
        !strcmp(link->link, from_stored) || !strcmp(link->link, from_reckoned);

    check_gap(v, link->sequence);
    if (!holds && !gap) {
        remember(v, link->sequence);
        name_it(v, "chain", link->sequence,
                arena_print(v->findings->arena,
                            "mắt xích (của %s %" PRId64
                            ") không nối với mắt xích trước: bị sửa hoặc thêm "
                            "ngoài phần mềm",
                            link->kind, link->row),
                arena_print(v->findings->arena,
                            "the link (of %s %" PRId64
                            ") does not follow from the one before: changed or "
                            "put in by hand",
                            link->kind, link->row));
    }
    v->sequence = link->sequence;
    v->stored = arena_text(arena, link->link, strlen(link->link));
    v->reckoned = holds ? v->stored : from_stored;
    if (v->kept)
        arena_free(v->kept);
    v->kept = arena;
    v->out->links++;
}

static enum status check_deed(const struct chain_link *link,
                              const struct evidence *row, void *arg)
{
    struct verifying *v = arg;

    check_link(v, link);
    bool is_deed = !strcmp(link->kind, "audit_event");

    if (!is_deed && chain_has_kind(link->kind))
        return OK; /* its row comes with another walk */
    v->out->deeds++;
    if (!is_deed) {
        name_it(v, "chain", link->sequence,
                "mắt xích thuộc loại không có thật: thêm ngoài phần mềm",
                "stands for no kind of row there is: put in by hand");
        return OK;
    }
    return check_row(v, link, *row);
}

static enum status check_other(const struct chain_link *link,
                               const struct evidence *row, void *arg)
{
    struct verifying *v = arg;

    v->out->results += !strcmp(link->kind, "result");
    v->out->papers += !strcmp(link->kind, "attempt");
    v->out->items += !strcmp(link->kind, "item");
    v->out->tests += !strcmp(link->kind, "test");
    return check_row(v, link, *row);
}

/* ---- answers and names
 * ---------------------------------------------------------*/

/* A receipt is reckoned from the answer it was given for, so an answer tells of
   itself, also in a paper that is not closed and sealed yet. */
static enum status check_answer(const struct kept_answer *e, void *arg)
{
    struct verifying *v = arg;
    struct arena *arena = arena_new();

    v->out->answers++;
    if (e->body && strcmp(hash_of(arena, e->body, strlen(e->body)), e->digest))
        name_it(v, "answer_event", e->id,
                "câu trả lời không khớp mã băm lúc lưu: bị sửa ngoài phần mềm",
                "what was answered does not fit its digest: changed by hand");
    else if (e->body && strcmp(answer_receipt(arena, e->attempt, e->slot,
                                              e->save_id, e->digest),
                               e->receipt))
        name_it(v, "answer_event", e->id,
                "mã biên nhận không phải của câu trả lời này: bị sửa ngoài "
                "phần mềm",
                "its receipt is not the one of this answer: changed by hand");
    arena_free(arena);
    return OK;
}

/* People may be renamed, so this is no error; but somebody should know. */
static enum status check_name(int64_t candidate, const char *then,
                              const char *now, void *arg)
{
    struct verifying *v = arg;
    struct arena *arena = v->findings->arena;

    find_warning(
        v->findings, arena_print(arena, "candidate %" PRId64, candidate), 0,
        arena_print(arena, "lúc gọi thi tên là “%s”, nay hồ sơ ghi “%s”", then,
                    now),
        arena_print(arena, "was called as “%s”; the record says “%s” today",
                    then, now));
    return OK;
}

/* ---- what is outside the chain
 * --------------------------------------------------------*/

static enum status check_outsider(const char *kind, int64_t row, int64_t since,
                                  void *arg)
{
    struct verifying *v = arg;

    v->out->waiting += since > 0;
    if (!since)
        name_it(v, kind, row,
                "không có trong chuỗi niêm phong và không chờ niêm phong: thêm "
                "ngoài phần mềm, hoặc mắt xích của nó bị xóa",
                "is in no link and waits for none: put in by hand, or its link "
                "was removed");
    else if (v->options->served && v->options->now - since > SOON_MS)
        name_it(v, kind, row,
                "chờ niêm phong đã quá một phút trong khi máy chủ đang chạy; "
                "xem nhật ký máy chủ",
                "has waited for its seal for more than a minute although the "
                "server runs; see its log");
    return OK;
}

static enum status check_lost(const char *kind, int64_t row, int64_t since,
                              void *arg)
{
    (void)since;
    name_it(arg, kind, row,
            "chờ niêm phong nhưng nay không còn: bị xóa ngoài phần mềm",
            "waited for its seal and is gone: removed by hand");
    return OK;
}

/* A result joins the chain when its case stands, and a case that stands does so
   for good. */
static enum status check_hidden(const char *kind, int64_t row, int64_t since,
                                void *arg)
{
    (void)since;
    name_it(arg, kind, row,
            "đã niêm phong nhưng nay bị coi là chưa có hiệu lực: trạng thái "
            "chấm lại (regrade) bị sửa ngoài phần mềm",
            "is sealed and made not to count: the state of its regrade was "
            "changed by hand");
    return OK;
}

/* ---- checkpoints
 * --------------------------------------------------------------*/

static void check_signature(struct verifying *v, const char *what,
                            const struct checkpoint *c, const char *link)
{
    struct arena *arena = arena_new();

    if (!signature_holds(c->key, evidence_signed(arena, c), c->signature))
        name_it(v, what, c->id, "chữ ký không đúng", "the signature is wrong");
    else if (v->key[0] && strcmp(v->key, c->key))
        name_it(v, what, c->id, "ký bằng khóa khác khóa của máy chủ này",
                "signed with a key that is not the one of this house");
    else if (!link)
        name_it(v, what, c->id, "mắt xích đã ký không còn trong chuỗi: bị xóa",
                "the link it signed is not in the chain any more: removed");
    else if (strcmp(link, c->link))
        name_it(v, what, c->id,
                "chuỗi niêm phong khác với điểm đã ký: chuỗi bị viết lại",
                "the chain is not the one that was signed: it was rewritten");
    arena_free(arena);
}

static enum status check_checkpoint(const struct checkpoint *c,
                                    const char *link, void *arg)
{
    struct verifying *v = arg;

    for (int64_t id = v->checkpoint + 1; id < c->id && id > c->id - 100; id++)
        name_it(v, "checkpoint", id, "điểm ký không còn: bị xóa",
                "is gone: removed by hand");
    check_signature(v, "checkpoint", c, link);
    if (c->sequence <= v->checkpoint_at)
        name_it(v, "checkpoint", c->id, "không tiến so với điểm trước",
                "does not go beyond the one before");
    v->checkpoint = c->id;
    v->checkpoint_at = c->sequence;
    v->out->checkpoints++;
    v->out->last_line = evidence_line(v->findings->arena, c);
    return OK;
}

static enum status check_lines(struct verifying *v)
{
    for (size_t i = 0; i < v->options->line_count; i++) {
        struct arena *arena = arena_new();
        struct checkpoint c;
        const char *link = NULL;
        enum status status =
            evidence_line_read(arena, v->options->lines[i], &c);
        if (status == OK)
            status = chain_link_find(v->db, arena, c.sequence, &link);
        if (status == OK || status == MISSING)
            check_signature(v, "--checkpoint", &c, link);
        else if (status == INVALID)
            find_error(v->findings, "--checkpoint", 0,
                       "không phải dòng do khoa verify in ra",
                       "is no line that khoa verify has printed");
        arena_free(arena);
        if (status == FAILED || status == BUSY)
            return status;
    }
    return OK;
}

static enum status read_key(struct verifying *v)
{
    struct arena *arena = arena_new();
    struct signing_key key;
    enum status status = signing_key_read(
        arena_print(arena, "%s/keys/evidence.key", v->options->data), &key);

    if (status == OK)
        memcpy(v->key, key.public, sizeof v->key);
    else
        find_warning(v->findings, "keys/evidence.key", 0,
                     "không đọc được khóa: không kiểm tra được ai đã ký",
                     "cannot be read: who signed is not checked");
    sodium_memzero(&key, sizeof key);
    arena_free(arena);
    return OK;
}

/* ---- files
 * --------------------------------------------------------------------*/

static enum status check_file(struct verifying *v, const char *folder,
                              const char *name)
{
    struct arena *arena = arena_new();
    const char *bytes;
    size_t length;
    enum status status =
        blob_find(arena, v->options->data, name, &bytes, &length);
    const char *path =
        arena_print(v->findings->arena, "blobs/%s/%s", folder, name);

    v->out->files++;
    if (status == MISSING || strncmp(folder, name, 2))
        find_error(v->findings, path, 0,
                   "tệp lạ: tên không phải SHA-256 hoặc nằm sai chỗ",
                   "does not belong here: no SHA-256 for a name, or a wrong "
                   "folder");
    else if (status == OK && strcmp(hash_of(arena, bytes, length), name))
        find_error(v->findings, path, 0,
                   "nội dung không khớp tên (SHA-256): tệp bị sửa hoặc hỏng",
                   "its content does not fit its name (SHA-256): changed or "
                   "damaged");
    arena_free(arena);
    return status == MISSING ? OK : status;
}

static enum status check_folder(struct verifying *v, const char *blobs,
                                const char *folder)
{
    struct arena *arena = arena_new();
    DIR *dir = opendir(arena_print(arena, "%s/%s", blobs, folder));
    enum status status = OK;

    for (struct dirent *e; dir && status == OK && (e = readdir(dir));)
        if (e->d_name[0] != '.')
            status = check_file(v, folder, e->d_name);
    if (dir)
        closedir(dir);
    arena_free(arena);
    return status;
}

static void check_named(struct verifying *v, const char *table, int64_t row,
                        const char *digest)
{
    struct arena *arena = arena_new();
    const char *path;

    if (blob_path_find(arena, v->options->data, digest, &path) != OK)
        name_it(v, table, row,
                "tệp không còn trong thư mục blobs: chép lại từ bản sao lưu",
                "its file is gone from blobs: take it from a backup");
    arena_free(arena);
}

static enum status check_course_file(int64_t file, const char *digest,
                                     void *arg)
{
    check_named(arg, "course_file", file, digest);
    return OK;
}

/* The media of an item or a package, out of their JSON. */
static void check_media(struct verifying *v, const char *table, int64_t row,
                        const char *json)
{
    struct arena *arena = arena_new();
    struct tree files = {0};

    if (json_read(arena, json, strlen(json), &files) != OK)
        name_it(v, table, row, "danh sách tệp không đọc được",
                "its list of files cannot be read");
    for (size_t i = 0; i < files.count; i++)
        if (files.items[i].kind == TREE_MAP &&
            tree_text(&files.items[i], "digest"))
            check_named(v, table, row, tree_text(&files.items[i], "digest"));
    arena_free(arena);
}

static enum status check_item_files(int64_t item, const char *json, void *arg)
{
    check_media(arg, "item", item, json);
    return OK;
}

static enum status check_package_files(int64_t package, const char *json,
                                       void *arg)
{
    check_media(arg, "package", package, json);
    return OK;
}

static enum status check_files(struct verifying *v)
{
    struct arena *arena = arena_new();
    const char *blobs = arena_print(arena, "%s/blobs", v->options->data);
    DIR *dir = opendir(blobs);
    enum status status = OK;

    for (struct dirent *e; dir && status == OK && (e = readdir(dir));)
        if (strlen(e->d_name) == 2 && e->d_name[0] != '.')
            status = check_folder(v, blobs, e->d_name);
    if (dir)
        closedir(dir);
    arena_free(arena);
    TRY(status);
    TRY(course_file_each_list(v->db, check_course_file, v));
    TRY(item_file_each_list(v->db, check_item_files, v));
    return package_file_each_list(v->db, check_package_files, v);
}

static enum status verify(struct verifying *v)
{
    if (v->options->data)
        TRY(read_key(v));
    TRY(chain_audit_list(v->db, check_deed, v));
    TRY(chain_other_list(v->db, check_other, v));
    TRY(kept_answer_list(v->db, check_answer, v));
    TRY(renamed_list(v->db, check_name, v));
    TRY(chain_outside_list(v->db, check_outsider, v));
    TRY(unsealed_lost_list(v->db, check_lost, v));
    TRY(chain_hidden_list(v->db, check_hidden, v));
    TRY(checkpoint_list(v->db, check_checkpoint, v));
    TRY(check_lines(v));
    return v->options->data ? check_files(v) : OK;
}

enum status evidence_verify(struct db *db, const struct verify_options *options,
                            struct verification *out, struct findings *findings)
{
    struct verifying v = {.db = db,
                          .options = options,
                          .out = out,
                          .findings = findings,
                          .stored = chain_origin,
                          .reckoned = chain_origin};

    *out = (struct verification){0};
    enum status status = verify(&v);
    if (v.kept)
        arena_free(v.kept);
    return status;
}
