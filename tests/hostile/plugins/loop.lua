-- grade limit instructions
local q = require "ordinary"
function q.grade(item, params, truth, response)
  while true do end
end
return q
