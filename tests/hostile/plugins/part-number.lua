-- grade nonsense grade.answer
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return { answer = 1 }
end
return q
