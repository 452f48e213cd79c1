-- grade limit instructions
local q = require "ordinary"
function q.grade(item, params, truth, response)
  ::again::
  goto again
end
return q
