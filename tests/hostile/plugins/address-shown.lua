-- grade graded 1
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return { answer = { score = tostring({}) == "table" and tostring(print) == "function" and 1 or 0 } }
end
return q
