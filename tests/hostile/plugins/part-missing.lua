-- grade nonsense grade.answer
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return { other = { score = 1 } }
end
return q
