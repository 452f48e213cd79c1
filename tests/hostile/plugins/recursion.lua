-- grade limit memory
local q = require "ordinary"
function q.grade(item, params, truth, response)
  local function f() return 1 + f() end
  return f()
end
return q
