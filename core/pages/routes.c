#include "pages/pages.h"

const struct route routes[] = {
    {"GET", "/", ANYONE, home_show},
    {"GET", "/help", ANYONE, help_show},
    {"GET", "/privacy", ANYONE, privacy_show},
    {"GET", "/accessibility", ANYONE, accessibility_show},
    {"GET", "/assets/:file", ANYONE, asset_show},

    {"GET", "/healthz", ANYONE, health_show},
    {"GET", "/metrics", ANYONE, metrics_show},
    {"GET", "/results", SEE_RESULTS, results_show},
    {"POST", "/results/export", EXPORT_RESULTS, results_export},
    {"GET", "/results/people/:person", SEE_RESULTS, results_person_show},
    {0},
};

const struct large_body large_bodies[] = {
    {0},
};
