/*
 * readhost: the locked program that reads what others wrote.
 *
 *     {"verb": "xml", "schema": "course"} + bytes -> {"root": element}
 *     {"verb": "markdown"} + bytes                -> {"nodes": [node]}
 *     {"verb": "csv", "separator": ";"} + bytes   -> {"rows": [row]}
 *     {"verb": "xlsx", "rows": "6"} + bytes       -> {} + CSV; no rows: all
 *     {"verb": "vtt"} + bytes                     -> {"cues": [cue]}
 *     {"verb": "echo"}                            -> {"ok": true}
 *
 * or {"problems": [{"line", "vi", "en"}]}. An element is {"name", "line",
 * "attributes": {name: text}, "text", "children": [element]}, a row
 * {"line", "cells": [text]}.
 */
#include "host/lockdown.h"
#include "host/markdown.h"
#include "host/readhost/read.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MEMORY = 2000u << 20, ASK_MOST = 64 << 20, CPU_MS = 20000 };

void problem(struct tree_maker *problems, long line, const char *vi,
             const char *en)
{
    struct tree_maker one = tree_map(problems->arena);

    tree_put(&one, "line", tree_of_integer(line));
    tree_put(&one, "vi", tree_of_text(vi));
    tree_put(&one, "en", tree_of_text(en));
    tree_add(problems, tree_done(&one));
}

/* md4c tells no lines: where the formula stands in the text. */
static long line_of(const char *text, const char *tex)
{
    const char *at = strstr(text, tex);
    long line = 1;

    for (const char *p = text; at && p < at; p++)
        line += *p == '\n';
    return line;
}

static void read_markdown(struct arena *arena, const struct message *ask,
                          struct tree_maker *reply, struct tree_maker *problems)
{
    const char *text = arena_text(arena, ask->bytes, ask->length);
    struct markdown_fault fault;
    struct tree nodes;

    if (markdown_nodes(arena, text, NULL, &nodes, &fault) == OK)
        tree_put(reply, "nodes", nodes);
    else if (fault.tex)
        problem(problems, line_of(text, fault.tex),
                arena_print(arena, "Không đọc được công thức \"%.60s\": %s.",
                            fault.tex, fault.why),
                arena_print(arena, "The formula \"%.60s\" cannot be read: %s.",
                            fault.tex, fault.why));
    else
        problem(problems, 1, "Danh sách hoặc trích dẫn lồng nhau quá sâu.",
                "Lists or quotes are nested too deep.");
}

static void answer(struct arena *arena, const struct message *ask,
                   struct message *out)
{
    const char *verb = tree_text(&ask->tree, "verb");
    struct tree_maker reply = tree_map(arena), problems = tree_list(arena);

    if (verb && !strcmp(verb, "xml"))
        read_xml(arena, ask, &reply, &problems);
    else if (verb && !strcmp(verb, "markdown"))
        read_markdown(arena, ask, &reply, &problems);
    else if (verb && !strcmp(verb, "csv"))
        read_csv(arena, ask, &reply, &problems);
    else if (verb && !strcmp(verb, "xlsx"))
        read_xlsx(arena, ask, out, &problems);
    else if (verb && !strcmp(verb, "vtt"))
        read_vtt(arena, ask, &reply, &problems);
    else
        tree_put(&reply, "ok", tree_of_truth(true));
    if (problems.count)
        tree_put(&reply, "problems", tree_done(&problems));
    out->tree = tree_done(&reply);
}

/* libzip turns the times of a workbook's parts into moments, for which the C
   library would open the file of the time zone at the first one. */
static void prepare(void)
{
    setenv("TZ", "UTC0", 1);
    tzset();
    prepare_xml();
}

int main(void)
{
    const struct locked_life life = {
        .program = "readhost",
        .runtime = "readhost/1",
        .memory = MEMORY,
        .most_ask = ASK_MOST,
        .cpu_ms = CPU_MS,
        .prepare = prepare,
        .answer = answer,
    };

    locked_live(&life);
}
