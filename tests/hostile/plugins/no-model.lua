-- model error model
local q = require "ordinary"
q.model = nil
return q
