#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/*
 * A reader of untrusted bytes, fed with anything. Each fuzz_NAME.c defines
 * this one function; it must come back, and aborts if what came in breaks a
 * promise of the reader's header.
 *
 *   ordinary tests   replay tests/fuzz/corpus/NAME (replay.c)
 *   preset `fuzz`    build/fuzz/fuzz_NAME tests/fuzz/corpus/NAME looks for more
 *
 * What a fuzzer finds goes into the corpus, so that it stays found.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
