-- render error cannot show it yet
local q = require "ordinary"
function q.render(item, params, ui)
  return ui.frame { ui.short("answer") }
end
return q
