-- grade nonsense score
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return { answer = { score = nil } }
end
return q
