-- render limit depth
local q = require "ordinary"
function q.render(item, params, ui)
  local node = ui.short("answer")
  for _ = 1, 10000 do node = ui.group { node } end
  return node
end
return q
