-- grade stopped
local q = require "ordinary"
function q.grade(item, params, truth, response)
  local function f() return pcall(f) end
  while true do f() end
end
return q
