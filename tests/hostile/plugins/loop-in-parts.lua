-- grade limit instructions
local q = require "ordinary"
q.parts = function() while true do end end
return q
