-- describe limit depth
local q = require "ordinary"
local l = { type = "list" }
l.of = l
q.fields = { x = l }
return q
