-- grade graded 1
local q = require "ordinary"
local calls = 0
q.grade = function()
  calls, seen = calls + 1, (seen or 0) + 1
  return { answer = { score = calls == 1 and seen == 1 and 1 or 0 } }
end
return q
