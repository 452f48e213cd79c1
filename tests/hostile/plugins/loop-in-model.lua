-- model limit instructions
local q = require "ordinary"
function q.model(item, params, truth)
  while true do end
end
return q
