-- generate limit
local q = require "ordinary"
function q.generate(item, rng)
  local t = {}
  for i = 1, 9 do t[i] = t end
  return { t = t }, {}
end
return q
