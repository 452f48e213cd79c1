-- render nonsense twice
local q = require "ordinary"
function q.render(item, params, ui)
  return ui.group { ui.short("answer"), ui.short("answer") }
end
return q
