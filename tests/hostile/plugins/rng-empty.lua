-- generate error empty
local q = require "ordinary"
function q.generate(item, rng)
  return { n = rng:integer(2, 1) }
end
return q
