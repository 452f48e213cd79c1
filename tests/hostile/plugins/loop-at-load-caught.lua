-- describe limit instructions
local q = require "ordinary"
pcall(function() while true do end end)
return q
