-- explain limit instructions
local q = require "ordinary"
function q.explain(item, params, truth, response, ui)
  while true do end
end
return q
