-- render nonsense medium
local q = require "ordinary"
function q.render(item, params, ui)
  return ui.group { ui.image("javascript:alert(1)", "x"), ui.short("answer") }
end
return q
