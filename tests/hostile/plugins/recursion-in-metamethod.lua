-- grade error
local q = require "ordinary"
function q.grade(item, params, truth, response)
  local t = setmetatable({}, {})
  getmetatable(t).__index = function(_, k) return t[k .. "x"] end
  return t.a
end
return q
