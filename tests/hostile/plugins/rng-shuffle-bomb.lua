-- generate limit
local q = require "ordinary"
function q.generate(item, rng)
  return { n = rng:shuffle(setmetatable({}, { __len = function() return math.maxinteger end })) }
end
return q
