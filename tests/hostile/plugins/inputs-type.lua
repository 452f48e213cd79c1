-- inputs nonsense type
local q = require "ordinary"
function q.inputs(item, params)
  return { answer = { type = "colour", label = { vi = "a", en = "a" } } }
end
return q
