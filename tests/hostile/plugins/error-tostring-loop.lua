-- grade error a table
local q = require "ordinary"
function q.grade(item, params, truth, response)
  error(setmetatable({}, { __tostring = function() while true do end end }))
end
return q
