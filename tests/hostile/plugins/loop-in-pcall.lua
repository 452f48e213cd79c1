-- grade limit instructions
local q = require "ordinary"
function q.grade(item, params, truth, response)
  while true do
    pcall(function() while true do end end)
  end
end
return q
