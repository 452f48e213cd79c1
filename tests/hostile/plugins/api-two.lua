-- describe error api
local q = require "ordinary"
q.api = 2
return q
