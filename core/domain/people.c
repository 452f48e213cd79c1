#include "domain/people.h"

#include "text/fold.h"
#include "text/names.h"

void person_keys(struct arena *arena, struct person *p)
{
    const struct name name = {p->family_name, p->middle_name, p->given_name};

    p->sort_key = arena_print(
        arena, "%s %08lld %s", name_sort_key(arena, &name),
        (long long)p->birth_date, p->staff_number ? p->staff_number : "");
    p->fold_key = text_fold(arena, p->full_name);
}

enum status person_words_set(struct db *tx, struct arena *arena, int64_t person,
                             const char *full_name)
{
    TRY(person_words_remove(tx, arena, person));
    for (const struct search_word *w = search_words(arena, full_name); w->key;
         w++)
        TRY(person_word_add(tx, arena, person, w->key));
    return OK;
}
