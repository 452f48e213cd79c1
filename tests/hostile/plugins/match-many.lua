-- grade stopped
local q = require "ordinary"
function q.grade(item, params, truth, response)
  for i = 1, 1000000 do pcall(match, "(a+)+" .. i, ("a"):rep(15)) end
end
return q
