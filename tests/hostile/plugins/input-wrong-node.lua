-- render nonsense cannot answer
local q = require "ordinary"
function q.render(item, params, ui)
  return ui.number("answer")
end
return q
