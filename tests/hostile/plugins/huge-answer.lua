-- grade limit size
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return { answer = { score = 1, class = ("x"):rep(2000000) } }
end
return q
