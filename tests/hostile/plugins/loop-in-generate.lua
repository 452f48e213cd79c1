-- generate limit instructions
local q = require "ordinary"
function q.generate(item, rng)
  while true do end
end
return q
