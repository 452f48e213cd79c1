-- inputs nonsense label
local q = require "ordinary"
function q.inputs(item, params)
  return { answer = { type = "text" } }
end
return q
