-- inputs nonsense 1 to 100
local q = require "ordinary"
function q.inputs(item, params)
  local t = {}
  for i = 1, 101 do t["a" .. i] = { type = "text", label = { vi = "a", en = "a" } } end
  return t
end
return q
