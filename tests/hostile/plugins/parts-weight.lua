-- grade nonsense parts
local q = require "ordinary"
q.parts = { answer = { weight = 0 / 0 } }
return q
