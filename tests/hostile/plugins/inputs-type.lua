-- inputs nonsense type
local q = require "ordinary"
function q.inputs(item, params)
  return { answer = { type = "file", label = { vi = "a", en = "a" } } }
end
return q
