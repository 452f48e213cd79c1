-- grade nonsense score
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return { answer = { score = decimal("1.0000001") } }
end
return q
