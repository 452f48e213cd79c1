#include "pages/pages.h"

const struct route routes[] = {
    {"GET", "/", ANYONE, home_show},
    {"GET", "/help", ANYONE, help_show},
    {"GET", "/privacy", ANYONE, privacy_show},
    {"GET", "/accessibility", ANYONE, accessibility_show},
    {"GET", "/assets/:file", ANYONE, asset_show},

    {"GET", "/sign-in", ANYONE, sign_in_show},
    {"POST", "/sign-in", ANYONE, sign_in_try},
    {"POST", "/sign-out", ANYONE, sign_out},
    {"POST", "/language", ANYONE, language_switch},
    /* Also for those who are on their way in: the handlers look whom. */
    {"GET", "/sign-in/code", ANYONE, code_show},
    {"POST", "/sign-in/code", ANYONE, code_try},
    {"GET", "/account/second-step", ANYONE, second_step_show},
    {"POST", "/account/second-step", ANYONE, second_step_set},
    {"GET", "/account/password", ANYONE, password_show},
    {"POST", "/account/password", ANYONE, password_set},
    {"GET", "/welcome/:token", ANYONE, welcome_show},
    {"POST", "/welcome/:token", ANYONE, welcome_take},
    {"GET", "/account", SIGNED_IN, account_show},
    {"POST", "/account/sign-out-everywhere", SIGNED_IN, sign_out_everywhere},

    {"GET", "/healthz", ANYONE, health_show},
    {"GET", "/metrics", ANYONE, metrics_show},

    {"GET", "/courses", LEARN, courses_show},
    {"GET", "/courses/:course", LEARN, course_page_show},
    {"POST", "/courses/:course", LEARN, course_begin},
    {"GET", "/courses/:course/:lesson", LEARN, lesson_page_show},
    {"POST", "/courses/:course/:lesson", LEARN, lesson_page_read},
    {"GET", "/courses/:course/files/:file", LEARN, course_media_show},

    {"GET", "/sittings", LEARN, my_sittings_show},
    {"GET", "/sittings/:sitting", LEARN, my_sitting_show},
    {"POST", "/sittings/:sitting", LEARN, my_sitting_start},
    {"GET", "/attempts/:attempt/review", LEARN, exam_review_show},
    {"POST", "/attempts/:attempt/hand-in", LEARN, exam_hand_in},
    {"GET", "/attempts/:attempt/result", LEARN, exam_result_show},
    {"GET", "/attempts/:attempt/:slot/files/:file", LEARN, exam_file_show},
    {"GET", "/attempts/:attempt/:slot", LEARN, exam_question_show},
    {"POST", "/attempts/:attempt/:slot", LEARN, exam_question_save},

    {"GET", "/tests", PUBLISH_TESTS, tests_show},
    {"GET", "/tests/:test", PUBLISH_TESTS, test_show},
    {"POST", "/tests/:test/publish", PUBLISH_TESTS, test_publish_it},

    {"GET", "/schedule", SCHEDULE, sittings_show},
    {"GET", "/schedule/new", SCHEDULE, sitting_new_show},
    {"POST", "/schedule/new", SCHEDULE, sitting_new_send},
    {"GET", "/schedule/:sitting", SCHEDULE, sitting_show},
    {"POST", "/schedule/:sitting/people", SCHEDULE, sitting_people_add},
    {"POST", "/schedule/:sitting/cancel", SCHEDULE, sitting_cancel_it},
    {"GET", "/schedule/:sitting/candidates/:candidate", SCHEDULE,
     candidate_show},
    {"POST", "/schedule/:sitting/candidates/:candidate", SCHEDULE,
     candidate_mark_it},

    {"GET", "/results", SEE_RESULTS, results_show},
    {"POST", "/results/export", EXPORT_RESULTS, results_export},
    {"GET", "/results/people/:person", SEE_RESULTS, results_person_show},

    {"GET", "/people", SEE_PEOPLE, people_show},
    {"GET", "/people/:person", SEE_PEOPLE, person_show},
    {"POST", "/people/:person/account", MANAGE_ACCOUNTS, person_account_change},
    {"POST", "/people/:person/roles", MANAGE_PEOPLE, person_role_give},
    {"POST", "/people/:person/roles/:grant/end", MANAGE_PEOPLE,
     person_role_end},
    {"GET", "/units", SEE_PEOPLE, units_show},
    {"GET", "/units/:unit", SEE_PEOPLE, unit_show},

    {"GET", "/banks", SEE_ITEMS, banks_show},
    {"GET", "/banks/:bank", SEE_ITEMS, bank_show},
    {"GET", "/items/:item", SEE_ITEMS, item_show},
    {"GET", "/items/:item/files/:file", SEE_ITEMS, item_file_show},
    {"GET", "/items/:item/:variant", SEE_ITEMS, item_show},
    {"POST", "/items/:item/:variant", SEE_ITEMS, item_try},
    {"GET", "/plugins", SEE_PLUGINS, packages_show},
    {"GET", "/plugins/:package", SEE_PLUGINS, package_show},
    {"POST", "/plugins/:package/approve", APPROVE_PLUGINS, package_approve_it},
    {"POST", "/plugins/:package/lift", APPROVE_PLUGINS, package_lift_it},
    {0},
};

const struct large_body large_bodies[] = {
    {0},
};
