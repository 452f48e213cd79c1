-- describe error kind
local q = require "ordinary"
q.kind = "scoring"
return q
