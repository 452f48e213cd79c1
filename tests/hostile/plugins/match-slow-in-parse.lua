-- parse needs_human
local q = require "ordinary"
function q.parse(item, params, raw)
  match("^(a+)+$", ("a"):rep(40) .. "b")
  return raw
end
return q
