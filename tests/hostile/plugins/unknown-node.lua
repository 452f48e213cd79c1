-- render nonsense no node of this name
local q = require "ordinary"
function q.render(item, params, ui)
  return { node = "html", text = "<b>" }
end
return q
