-- grade limit memory
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return ("a"):rep(1000000000)
end
return q
