#!/bin/bash
# How much group commit brings: durable writes a second by 64 threads, one
# commit each against batches, on the disk of FOLDER as it is and as if its
# fsync took 5 ms. Wanted: at least 4 times on a fast disk, 30 times at 5 ms.
#
#     tools/bench-store.sh [FOLDER] [SECONDS]     (build/release, 4)
set -e
cd "$(dirname "$0")/.."
build=build/release
[ -f $build/build.ninja ] || cmake --preset release >/dev/null
cmake --build $build --target bench -- --quiet
folder=${1:-$build} seconds=${2:-4}
echo "== the disk of $folder as it is"
$build/bench-store "$folder" "$seconds"
echo "== as if its fsync took 5 ms"
LD_PRELOAD=$build/libslow-fsync.so $build/bench-store "$folder" "$seconds"
rm -f "$folder"/bench-store.db*
