-- render nonsense not rendered
local q = require "ordinary"
function q.render(item, params, ui)
  return ui.text("?")
end
return q
