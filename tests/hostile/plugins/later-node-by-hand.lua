-- render nonsense cannot show it yet
local q = require "ordinary"
function q.render(item, params, ui)
  return { node = "frame", children = {} }
end
return q
