-- grade limit
local q = require "ordinary"
function q.grade(item, params, truth, response)
  while true do
    xpcall(function() while true do end end, function() while true do end end)
  end
end
return q
