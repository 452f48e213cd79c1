-- grade nonsense score
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return { answer = { score = -0.001 } }
end
return q
