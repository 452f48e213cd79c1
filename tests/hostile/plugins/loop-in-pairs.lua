-- grade limit
local q = require "ordinary"
function q.grade(item, params, truth, response)
  for _ in pairs(setmetatable({}, { __pairs = function() return function() return 1 end end })) do end
end
return q
