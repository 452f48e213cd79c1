-- grade killed
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return (""):rep(math.maxinteger)
end
return q
