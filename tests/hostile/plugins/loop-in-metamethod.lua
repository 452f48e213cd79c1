-- grade limit instructions
local q = require "ordinary"
function q.grade(item, params, truth, response)
  local t = setmetatable({}, { __index = function() while true do end end })
  return t.x
end
return q
