-- render nonsense not declared
local q = require "ordinary"
function q.render(item, params, ui)
  return ui.group { ui.short("answer"), ui.short("other") }
end
return q
