-- grade nonsense parts
local q = require "ordinary"
q.parts = {}
return q
