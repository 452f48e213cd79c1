-- grade limit instructions
local q = require "ordinary"
function q.grade(item, params, truth, response)
  table.sort({ 1, 2, 3 }, function() while true do end end)
end
return q
