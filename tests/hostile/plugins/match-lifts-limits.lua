-- grade error refused
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return match("(*LIMIT_MATCH=1000000000)(a+)+$", "aaa")
end
return q
