-- grade limit instructions
local q = require "ordinary"
function q.grade(item, params, truth, response)
  setmetatable(_G, { __index = function() while true do end end })
  return nothing
end
return q
