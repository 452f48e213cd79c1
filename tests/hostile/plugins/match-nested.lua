-- grade error
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return match(("("):rep(400) .. (")"):rep(400), "a")
end
return q
