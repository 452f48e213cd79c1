-- grade error
local q = require "ordinary"
function q.grade(item, params, truth, response)
  error(("x"):rep(1000000))
end
return q
