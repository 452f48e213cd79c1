#include "pages/pages.h"

const struct route routes[] = {
    {"GET", "/", ANYONE, home_show},

    {"GET", "/healthz", ANYONE, health_show},
    {"GET", "/metrics", ANYONE, metrics_show},
    {0},
};
