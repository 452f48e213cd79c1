#ifndef PAGES_PAGES_H
#define PAGES_PAGES_H

#include "domain/house.h"
#include "http/exchange.h"
#include "pages/reader.h"

/*
 * Every address the server answers, in one table. The router checks session,
 * right and token by what stands here, before the handler is called.
 */
struct route {
    const char *method;
    const char *path; /* ":name" matches one segment, kept in request.path */
    enum right right;
    handler *handle;
};

/* Ends with a NULL method. */
extern const struct route routes[];

/* Routes whose POST may bring more than MOST_BODY bytes: those that take
   files. Ends with a NULL path. From whom there is no session, or not with the
   right of the route, no more than SMALL_BODY is read. */
enum { SMALL_BODY = 64 << 10, MOST_BODY = 1 << 20 };
struct large_body {
    const char *path; /* as in routes */
    size_t most;
};
extern const struct large_body large_bodies[];

/* Views of this request are written for this reader. */
const struct reader *reader_of(const struct request *req,
                               const struct response *res);

/* ---- handlers, by subject; each lives in pages/SUBJECT.c ------------------*/

handler home_show;                                   /* home.c */
handler help_show, privacy_show, accessibility_show; /* help.c */
handler asset_show;                                  /* assets.c */
handler health_show, metrics_show;                   /* operation.c */

handler sign_in_show, sign_in_try, sign_out, language_switch; /* door.c */
handler account_show, password_show, password_set;            /* account.c */
handler sign_out_everywhere;
handler code_show, code_try, second_step_show, second_step_set; /* steps.c */
handler welcome_show, welcome_take;                             /* welcome.c */

handler courses_show, course_page_show, course_begin; /* courses.c */
handler lesson_page_show, lesson_page_read, course_media_show;
handler lesson_note_send, lesson_check_try, lesson_check_file_show;
handler notes_show, note_show, note_send;                /* notes.c */
handler course_search_show;                              /* course_search.c */
handler exam_code_show, exam_code_try, exam_codes_print; /* exam_codes.c */
handler slips_show, slips_print, welcome_code_show;      /* slips.c */
handler unit_change_show, unit_change_send;              /* unit_change.c */
handler duties_show, duties_send;                        /* duties.c */
handler my_page_show;                                    /* my_page.c */
handler requirements_show, requirement_show,
    requirement_end_it; /* requirements.c */
handler requirement_new_show, requirement_new_send;
handler my_sittings_show, my_sitting_show, my_sitting_start; /* my_sittings.c */
handler exam_question_show, exam_question_save;              /* exam.c */
handler marking_show, mark_queue_show, mark_take_next, mark_show, mark_send,
    mark_file_show, mark_sent_show;     /* marking.c */
handler exam_file_show, exam_sent_show; /* exam_files.c */
handler exam_review_show, exam_hand_in;
handler exam_pulse;                                        /* exam_room.c */
handler exam_result_show;                                  /* exam_result.c */
handler results_print;                                     /* results_print.c */
handler results_print;                                     /* results_print.c */
handler audit_show, audit_export;                          /* audit.c */
handler results_show, results_person_show, results_export; /* results.c */
handler regrades_show, regrade_new_show, regrade_new_send, regrade_show,
    regrade_decide;                                      /* regrades.c */
handler tests_show, test_show, test_publish_it;          /* tests.c */
handler sittings_show, sitting_show, sitting_people_add; /* sittings.c */
handler sitting_cancel_it, sitting_release_it, candidate_show,
    candidate_mark_it;
handler sitting_list_print, sitting_slips_print;   /* sitting_papers.c */
handler preflight_show, machine_show;              /* preflight.c */
handler rooms_show, rooms_send;                    /* rooms.c */
handler watching_show, console_show, console_send; /* console.c */
handler console_one_show, console_one_send;
handler minutes_print;                            /* minutes.c */
handler accommodations_show, accommodations_send; /* accommodations.c */
handler sitting_new_show, sitting_new_send;       /* sitting_form.c */
handler people_show, person_show;                 /* people.c */
handler person_account_change, person_role_give, person_role_end; /* access.c */
handler units_show, unit_show;                                    /* units.c */

handler authoring_show, authored_show, authored_lesson_show; /* authoring.c */
handler banks_show, bank_show;                               /* banks.c */
handler item_show, item_try, item_file_show;                 /* items.c */
handler packages_show, package_show;                         /* packages.c */
handler package_approve_it, package_lift_it;

#endif
