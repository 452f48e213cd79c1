-- grade stopped
local q = require "ordinary"
function q.grade(item, params, truth, response)
  local t = {}
  pcall(function() while true do t[#t + 1] = ("x"):rep(1000) end end)
  return { answer = { score = 1 } }
end
return q
