-- grade limit memory
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return ("x"):rep(100, ("y"):rep(1000000))
end
return q
