-- grade limit memory
local q = require "ordinary"
function q.grade(item, params, truth, response)
  local s = ("a"):rep(20000)
  return s:gsub(".", s)
end
return q
