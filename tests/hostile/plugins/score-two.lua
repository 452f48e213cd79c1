-- grade nonsense score
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return { answer = { score = 2 } }
end
return q
