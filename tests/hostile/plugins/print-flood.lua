-- grade stopped
local q = require "ordinary"
function q.grade(item, params, truth, response)
  while true do print("x") end
end
return q
