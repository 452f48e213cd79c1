#include "domain/selfchecks.h"

enum status selfcheck_read(struct house *house, int64_t item, int64_t variant,
                           struct selfcheck *out)
{
    const struct shelf_item *shelf;

    TRY(shelf_item(house, item, &shelf));
    const struct shelf_variant *v = shelf_variant(shelf, variant);
    if (!v && shelf->variant_count)
        v = shelf->variants;
    if (!v)
        return MISSING;
    *out =
        (struct selfcheck){.item = shelf,
                           .trial = {.row = &shelf->row, .item = shelf->item},
                           .variant = {.number = v->number,
                                       .params = v->params,
                                       .truth = v->truth},
                           .inputs = &v->inputs};
    return OK;
}

int64_t selfcheck_next(const struct selfcheck *check)
{
    const struct shelf_item *item = check->item;
    size_t i = 0;

    while (i < item->variant_count &&
           item->variants[i].number != check->variant.number)
        i++;
    return item->variants[(i + 1) % item->variant_count].number;
}
