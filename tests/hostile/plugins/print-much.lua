-- grade graded 1
local q = require "ordinary"
function q.grade(item, params, truth, response)
  for i = 1, 20000 do print(("x"):rep(400)) end
  return { answer = { score = 1 } }
end
return q
