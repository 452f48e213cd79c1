-- grade error 38 digits
local q = require "ordinary"
function q.grade(item, params, truth, response)
  local d = decimal("1.1")
  while true do d = d * d end
end
return q
