#!/usr/bin/env python3
"""A small city, made by `khoa setup --city`, played by the load driver: every
acknowledged answer is stored, every score is what the answers are worth, in
eight question types, and a check that looks for a wrong one finds it."""
import os
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../load"))
import bench  # noqa: E402

city = bench.City(300)
assert city.ask("SELECT COUNT(*) FROM person")[0][0] == 300
assert city.ask("SELECT COUNT(*) FROM account")[0][0] == 300
city.organise()
assert city.ask("SELECT COUNT(*) FROM candidate WHERE sitting = ?", city.sittings["tai-20"])[0][0] == 299  # one has left
city.sign_everybody_in()
city.serve()
try:
    told = city.load("attempts", "tai-20", connections=8, count=60)
    assert (told["done"], told["failed"]) == (60, 0), told
    assert told["answers_checked"] == 1200 and told["answers_missing"] == 0, told
    assert told["scores_checked"] == 60 and told["scores_wrong"] == 0, told
    told = city.load("starts", "tai-60", connections=8, count=100)
    assert (told["done"], told["failed"]) == (100, 0), told
    for options in ({"rate": 50}, {"close": True}):
        told = city.load("saves", "tai-60", connections=8, seconds=2, **options)
        assert told["done"] and not told["failed"], told
        assert told["answers_checked"] and not told["answers_missing"], told
    told = city.load("hand-ins", "tai-60", connections=8)
    assert (told["done"], told["failed"], told["scores_checked"], told["scores_wrong"]) == (100, 0, 100, 0), told
    # Somebody's score is touched.
    db = sqlite3.connect(city.database, timeout=30)
    with db:
        db.execute("UPDATE result SET points = points + 1 WHERE attempt = "
                   "(SELECT MIN(id) FROM attempt WHERE sitting = ?)", (city.sittings["tai-60"],))
    db.close()
    told = city.load("hand-ins", "tai-60", connections=8, count=1)
    assert told["scores_wrong"] == 1, told
finally:
    city.server.kill()
    city.folder.cleanup()
print("city: passed")
