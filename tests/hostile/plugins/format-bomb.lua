-- grade limit memory
local q = require "ordinary"
function q.grade(item, params, truth, response)
  local s = ("a"):rep(1000)
  while true do s = string.format("%s%s", s, s) end
end
return q
