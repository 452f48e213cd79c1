-- grade error address
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return string.format("%p", {})
end
return q
