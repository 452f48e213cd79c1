-- inputs nonsense name
local q = require "ordinary"
function q.inputs(item, params)
  return { ["a b\"<"] = { type = "text", label = { vi = "a", en = "a" } } }
end
return q
