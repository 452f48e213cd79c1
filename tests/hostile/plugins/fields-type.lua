-- describe nonsense fields
local q = require "ordinary"
q.fields = { x = { type = "code" } }
return q
