#include "pages/pages.h"

const struct route routes[] = {
    {"GET", "/", ANYONE, home_show},
    {"GET", "/help", ANYONE, help_show},
    {"GET", "/privacy", ANYONE, privacy_show},
    {"GET", "/accessibility", ANYONE, accessibility_show},
    {"GET", "/assets/:file", ANYONE, asset_show},

    {"GET", "/healthz", ANYONE, health_show},
    {"GET", "/metrics", ANYONE, metrics_show},
    {0},
};
