-- grade nonsense control
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return { answer = { score = 1, class = "a\1b" } }
end
return q
