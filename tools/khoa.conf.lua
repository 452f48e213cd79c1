-- Configuration of Khoa: `khoa serve --config khoa.conf.lua`.
--
-- This file is Lua, run with nothing in reach: assign to the names below and
-- compute what you like. Every name is optional and stands here with what
-- holds without it; a name that is not listed is an error.

-- Where to listen. Other addresses than 127.0.0.1 are refused unless a proxy
-- with TLS stands in front (behind_proxy), since passwords would travel in the
-- clear.
listen = "127.0.0.1"
port = 8080

-- A proxy stands in front: the client's address is then read from the last
-- entry of X-Forwarded-For. Needs `address` below.
behind_proxy = false

-- The address as people type it, without a path. With https:// cookies are
-- sent over TLS only, and forms are taken from this address alone.
-- address = "https://hoc.example.gov.vn"

-- More host names to answer to; the one in `address`, 127.0.0.1 and localhost
-- are always among them.
-- hosts = { "hoc.noibo.example.gov.vn" }

-- The folder that holds everything: database, media, keys.
data = "data"

-- The database: a file in that folder, or a PostgreSQL server. An address with
-- a password in it belongs into a file of its own that only its owner may read.
-- database = "sqlite:/var/lib/khoa/khoa.db"
-- database_file = "/etc/khoa/database"

-- Threads that answer requests; one serves one open connection.
-- threads = 1024

-- Seconds a form or a file may take to arrive; whoever needs longer gets 408.
-- Behind a proxy that takes bodies in whole (nginx does) this hardly matters;
-- without one, a file of 20 MB on a line of 6 Mbit/s needs half a minute.
body_seconds = 30

-- Locked processes that run question types; 0 is one per core.
-- workers = 0

-- Who runs this Khoa, as shown at the top and the foot of every page; without
-- it the name of the unit at the top of the tree.
-- body_name = "Ủy ban nhân dân thành phố Sông Hồng"

-- Sessions end after so long without a request, and after so long in any case.
-- Somebody in the middle of a test is never thrown out.
idle_minutes = 120
session_hours = 12
-- (Whoever enters a wrong password five times waits between tries, up to half a
-- minute; nobody is locked out, so there is nothing to set.)

-- Lines below this level are not logged: "debug", "info", "warn", "error".
log = "info"
