-- parse limit instructions
local q = require "ordinary"
function q.parse(item, params, raw)
  while true do end
end
return q
