-- render nonsense medium
local q = require "ordinary"
function q.render(item, params, ui)
  return ui.group { ui.image("../../etc/passwd", "x"), ui.short("answer") }
end
return q
