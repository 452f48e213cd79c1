-- render limit
local q = require "ordinary"
function q.render(item, params, ui)
  local list = { ui.short("answer") }
  for i = 1, 100000 do list[#list + 1] = ui.text("x") end
  return ui.group(list)
end
return q
