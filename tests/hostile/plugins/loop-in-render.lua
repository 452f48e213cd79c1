-- render limit instructions
local q = require "ordinary"
function q.render(item, params, ui)
  while true do end
end
return q
