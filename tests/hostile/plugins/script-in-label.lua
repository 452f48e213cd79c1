-- render shown
local q = require "ordinary"
q.inputs = function() return { answer = { type = "choice", options = { "a" }, label = { vi = '"><script>', en = '"><script>' } } } end
q.render = function(item, params, ui) return ui.choice("answer", { { id = "a", content = "<script>alert(1)</script>" } }) end
return q
