-- inputs nonsense kind
local q = require "ordinary"
function q.inputs(item, params)
  return { answer = { type = "file", kinds = { "exe" }, label = { vi = "a", en = "a" } } }
end
return q
