#include "domain/shelf.h"
#include "pages/exam.h"
#include "pages/files.h"
#include "pages/pages.h"

/*
 * Pictures of a question, to whom the paper belongs and only while they may
 * see its questions. No browser keeps them: in an exam room the next person
 * sits at the same machine.
 */
static enum status media_of(struct request *req, const struct exam *exam,
                            int64_t slot, const struct tree **out)
{
    const struct shelf_item *item;

    TRY(shelf_item(req->house, exam->paper.slots[slot - 1].item, &item));
    *out = &item->files;
    return OK;
}

const char *exam_sent_address(struct request *req, const struct exam *exam,
                              int64_t slot)
{
    return arena_print(req->arena, "/attempts/%lld/%lld/sent/",
                       (long long)exam->attempt->id, (long long)slot);
}

enum status exam_media(struct request *req, const struct exam *exam,
                       int64_t slot, const struct tree **out)
{
    const struct tree *media;

    TRY(media_of(req, exam, slot, &media));
    *out = media_addresses(req->arena,
                           arena_print(req->arena, "/attempts/%lld/%lld/files",
                                       (long long)exam->attempt->id,
                                       (long long)slot),
                           media);
    return OK;
}

enum status exam_file_show(struct request *req, struct response *res)
{
    struct exam *exam = arena_make(req->arena, struct exam);
    const struct tree *media;
    int64_t slot;
    bool may = true;

    TRY(exam_read(req, exam));
    TRY(exam_slot(req, exam, &slot));
    if (!exam_is_open(req, exam))
        TRY(exam_may_look_back(req, exam, &may));
    if (!may)
        return MISSING;
    TRY(media_of(req, exam, slot, &media));
    return medium_send(req, res, media, field(&req->path, "file"));
}

/* What this candidate handed in themselves: always theirs to look at. */
enum status exam_sent_show(struct request *req, struct response *res)
{
    struct exam *exam = arena_make(req->arena, struct exam);
    const struct tree *inputs;
    int64_t slot;

    TRY(exam_read(req, exam));
    TRY(exam_slot(req, exam, &slot));
    TRY(exam_inputs(req, exam, slot, &inputs));
    return sent_send(req, res, inputs, &exam->standing[slot - 1].typed,
                     field(&req->path, "file"));
}
