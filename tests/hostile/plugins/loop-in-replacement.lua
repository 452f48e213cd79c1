-- grade limit instructions
local q = require "ordinary"
function q.grade(item, params, truth, response)
  return ("abc"):gsub(".", function() while true do end end)
end
return q
