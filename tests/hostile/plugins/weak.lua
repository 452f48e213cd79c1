-- grade error __mode
local q = require "ordinary"
function q.grade(item, params, truth, response)
  setmetatable({}, { __mode = "k" })
  return { answer = { score = 1 } }
end
return q
