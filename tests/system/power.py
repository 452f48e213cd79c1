#!/usr/bin/env python3
"""The power fails while candidates save: whatever was written but not fsynced
is gone. kill -9 alone proves nothing of the kind, since the kernel keeps what
a dead process wrote; so the disk is played (parts/lose-writes.c).

    tests/system/power.py [LOSSES]
"""
import os
import random
import struct
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "parts"))
from exam import BUILD, Bank, Folder, check_log
from deadline import seat
from kill import Sitter


def lose(folder):
    """Undo what was noted since the last fsync of each file; the bytes lost."""
    lost = 0
    for name in os.listdir(folder.data):
        path = os.path.join(folder.data, name)
        if name.endswith("-shm"):
            os.unlink(path)  # memory
        if not name.endswith(".undo"):
            continue
        with open(path, "rb") as note:
            notes = note.read()
        os.unlink(path)
        if not os.path.exists(path[:-5]):
            continue
        with open(path[:-5], "r+b") as file:
            end = len(notes)
            while end:
                size, length = struct.unpack("qq", notes[end - 16:end])
                offset, _ = struct.unpack("qq", notes[end - 32 - length:end - 16 - length])
                file.seek(offset)
                file.write(notes[end - 16 - length:end - 16])
                file.truncate(size)
                end -= 32 + length
                lost += 1
    return lost


def main(losses):
    dice = random.Random(3)
    with Folder() as folder:
        server = folder.server(env={"LD_PRELOAD": BUILD + "/liblose-writes.so",
                                    "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0"})
        server.start()
        bank = Bank(folder)
        crowd = seat(folder, server, 20)
        papers, stop, lost = bank.papers(folder), threading.Event(), 0
        sitters = [Sitter(c, papers[c.attempt], bank, random.Random(dice.random()), stop) for c in crowd]
        for sitter in sitters:
            sitter.start()
        for _ in range(losses):
            time.sleep(0.3 + dice.random())
            server.kill()
            lost += lose(folder)
            server.start()
        time.sleep(0.5)
        stop.set()
        for sitter in sitters:
            sitter.join()
            if sitter.failure:
                raise sitter.failure
        log = [entry for c in crowd for entry in c.log]
        server.stop()
        check_log(folder, log)
        assert lost, "the disk forgot nothing: this would prove nothing"
        print("%d times without power, %d writes lost, %d receipts, all of them honoured" % (losses, lost, len(log)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8)
