#include "pages/course_search.h"

#include "pages/fields.h"
#include "pages/pages.h"
#include "text/utf8.h"
#include "views.h"

#include <string.h>

enum { MOST_FOUND = 50, MOST_TYPED = 200 };

static struct found_text found_of(const struct reader *reader,
                                  const struct search_result *result)
{
    struct phrase course = reader_phrase(reader, result->course_title);

    return (struct found_text){
        .result = result,
        .address =
            arena_print(reader->arena, "/courses/%s%s%s", result->course_code,
                        result->lesson_code ? "/" : "",
                        result->lesson_code ? result->lesson_code : ""),
        .title = result->lesson_code
                     ? reader_phrase(reader, result->lesson_title)
                     : course,
        .course = course,
    };
}

enum status course_search_show(struct request *req, struct response *res)
{
    struct search_page page = {.typed =
                                   line_asked(&req->query, req->arena, "q")};
    const struct search_result *results;

    if (text_length(page.typed) > MOST_TYPED)
        return INVALID;
    res->title = say(req->visitor->language, SAY_SEARCH_TITLE);
    const struct reader *reader = reader_of(req, res);
    TRY(course_search(req->house->db, req->arena, page.typed,
                      language_code(reader->language), MOST_FOUND, &results,
                      &page.count, &page.all));
    struct found_text *list =
        arena_many(req->arena, struct found_text, page.count);
    for (size_t i = 0; i < page.count; i++)
        list[i] = found_of(reader, &results[i]);
    page.list = list;
    view_course_search(&res->body, reader, &page);
    return OK;
}
