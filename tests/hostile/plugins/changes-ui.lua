-- render shown
local q = require "ordinary"
function q.render(item, params, ui)
  local text = ui.text
  ui.text, ui.short = nil, nil
  return { node = "group", children = { text("x"), { node = "short", input = "answer" } } }
end
return q
