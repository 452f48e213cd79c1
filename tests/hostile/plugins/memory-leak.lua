-- grade stopped
local q = require "ordinary"
function q.grade(item, params, truth, response)
  local t = {}
  while true do t[#t + 1] = ("x"):rep(1000) end
end
return q
