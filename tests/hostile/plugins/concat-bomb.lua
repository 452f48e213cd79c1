-- grade limit memory
local q = require "ordinary"
function q.grade(item, params, truth, response)
  local t, s = {}, ("a"):rep(1000000)
  for i = 1, 1000 do t[i] = s end
  return table.concat(t)
end
return q
