-- grade error a table
local q = require "ordinary"
function q.grade(item, params, truth, response)
  error { code = 1 }
end
return q
