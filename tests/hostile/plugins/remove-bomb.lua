-- grade killed
local q = require "ordinary"
function q.grade(item, params, truth, response)
  local t = setmetatable({}, { __len = function() return math.maxinteger - 1 end })
  table.remove(t, 1)
end
return q
