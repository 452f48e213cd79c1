-- grade error
local q = require "ordinary"
function q.grade(item, params, truth, response)
  xpcall(error, function() error("again") end)
  error("out")
end
return q
