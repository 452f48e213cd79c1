-- grade error __gc
local q = require "ordinary"
function q.grade(item, params, truth, response)
  setmetatable({}, { __gc = function() while true do end end })
  return { answer = { score = 1 } }
end
return q
