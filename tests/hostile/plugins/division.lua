-- grade error
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return 1 // 0
end
return q
