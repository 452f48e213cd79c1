-- grade error too many results
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return select("#", table.unpack({}, 1, 100000000))
end
return q
