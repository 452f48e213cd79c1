-- check limit instructions
local q = require "ordinary"
function q.check(item)
  while true do end
end
return q
