-- grade limit instructions
local q = require "ordinary"
function q.grade(item, params, truth, response)
  print(setmetatable({}, { __tostring = function() while true do end end }))
end
return q
