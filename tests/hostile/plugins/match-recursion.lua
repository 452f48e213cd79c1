-- grade needs_human
local q = require "ordinary"
function q.grade(item, params, truth, response)
  match("(?:(?R))|a", "b")
  return { answer = { score = 0 } }
end
return q
