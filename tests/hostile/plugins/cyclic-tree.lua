-- render limit depth
local q = require "ordinary"
function q.render(item, params, ui)
  local g = ui.group {}
  g.children = { g, ui.short("answer") }
  return g
end
return q
