-- grade graded 1
local q = require "ordinary"
function q.grade(item, params, truth, response)
  local was = item.key == "k" and response.answer ~= "evil"
  item.key, response.answer, params.x, truth.y = "evil", "evil", 1, 1
  return { answer = { score = was and 1 or 0 } }
end
return q
