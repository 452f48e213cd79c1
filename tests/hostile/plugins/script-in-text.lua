-- render shown
local q = require "ordinary"
function q.render(item, params, ui)
  return ui.group { ui.text("<script>alert(1)</script><img src=x onerror=alert(1)>"), ui.short("answer") }
end
return q
